"""What belongs to one interpreter: days on which nobody may ask, and papers that only the office reads."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clair_portal.directory.visibility import reach
from clair_portal.documents.models import PrivateFile
from clair_portal.workflow.constraints import in_order, one_line
from exchanges.models.interpreters import Interpreter
from exchanges.policy import INTERPRETERS_VIEW


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """The vocabulary of absences."""

    def of(self, interpreter: Interpreter) -> AbsenceQuerySet:
        """One interpreter's own."""
        return self.filter(interpreter=interpreter)

    def coming(self, today: date) -> AbsenceQuerySet:
        """Those that are not over, the first one first."""
        return self.filter(last_on__gte=today).order_by("first_on", "pk")

    def touching(self, starts_at: datetime, ends_at: datetime) -> AbsenceQuerySet:
        """Those on whose days any of that time may lie; a day begins and ends somewhere else in every zone."""
        return self.filter(first_on__lte=ends_at.date(), last_on__gte=starts_at.date())


class Absence(models.Model):
    """Days on which an interpreter cannot work, entered on their own page."""

    interpreter = models.ForeignKey(Interpreter, models.CASCADE, related_name="absences", verbose_name=_("interpreter"))
    first_on = models.DateField(_("first day away"))
    last_on = models.DateField(_("last day away"))
    entered_at = models.DateTimeField(_("entered"))

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        indexes = [models.Index(fields=["interpreter", "last_on"], name="absence_by_interpreter")]
        constraints = [
            in_order("first_on", "last_on", name="absence_ends_later",
                     message=_("The last day is not before the first.")),
            models.UniqueConstraint(fields=["interpreter", "first_on", "last_on"], name="absence_once"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.first_on} – {self.last_on}"


class InterpreterPaperQuerySet(models.QuerySet["InterpreterPaper"]):
    """The vocabulary of the papers."""

    def visible_to(self, user: Any) -> InterpreterPaperQuerySet:
        """Contracts and invoices are for the office alone."""
        return self if reach(user, INTERPRETERS_VIEW).everywhere else self.none()

    def for_pages(self) -> InterpreterPaperQuerySet:
        return self.select_related("file", "interpreter__person", "added_by__person")


class InterpreterPaper(models.Model):
    """A contract, a promise of confidence, an invoice or a certificate, as a private file."""

    class Kind(models.TextChoices):
        """What it is."""

        CONTRACT = "contract", _("contract")
        CONFIDENCE = "confidence", _("agreement of confidentiality")
        INVOICE = "invoice", _("invoice")
        CERTIFICATE = "certificate", _("certificate")

    interpreter = models.ForeignKey(Interpreter, models.CASCADE, related_name="papers", verbose_name=_("interpreter"))
    kind = models.CharField(_("kind of paper"), max_length=12, choices=Kind.choices)
    title = models.CharField(_("what the paper says, in a line"), max_length=200, blank=True)
    valid_until_on = models.DateField(_("valid until"), null=True, blank=True)
    file = models.OneToOneField(PrivateFile, models.CASCADE, related_name="+", verbose_name=_("file"))
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("filed by"))
    added_at = models.DateTimeField(_("filed"))

    objects = InterpreterPaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper of an interpreter")
        verbose_name_plural = _("papers of interpreters")
        indexes = [models.Index(fields=["interpreter", "-added_at"], name="interpreterpaper_newest")]
        constraints = [
            one_line("title", name="interpreterpaper_title_one_line"),
            models.CheckConstraint(
                condition=Q(kind__in=["contract", "confidence", "invoice", "certificate"]),
                name="interpreterpaper_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.title}" if self.title else str(self.get_kind_display())
