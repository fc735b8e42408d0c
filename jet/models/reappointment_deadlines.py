"""Until when the two sides of a reappointment answer, by year and country."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField


class ReappointmentDeadlineQuerySet(models.QuerySet["ReappointmentDeadline"]):
    """The vocabulary of deadlines."""

    def visible_to(self, _user: Any) -> ReappointmentDeadlineQuerySet:
        """Everything: the days are announced."""
        return self

    def in_order(self) -> ReappointmentDeadlineQuerySet:
        """The nearest first."""
        return self.order_by("due_on", "country", "pk")


class ReappointmentDeadline(models.Model):
    """Until when the answers of a year must be there. A country may have a day of its own; the others share one."""

    year = models.PositiveSmallIntegerField(_("year"))
    country = CountryField(_("country"), blank=True)
    due_on = models.DateField(_("answers until"))

    objects = ReappointmentDeadlineQuerySet.as_manager()

    class Meta:
        verbose_name = _("deadline for reappointment")
        verbose_name_plural = _("deadlines for reappointment")
        constraints = [
            models.UniqueConstraint(fields=["year", "country"], name="reappointmentdeadline_once"),
            models.CheckConstraint(
                condition=Q(due_on__year=F("year")) | Q(due_on__year=F("year") - 1),
                name="reappointmentdeadline_near_its_year",
                violation_error_message=_("The last day lies in the year of the new terms, or in the year before."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.country}: {self.due_on}"
