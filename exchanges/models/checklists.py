"""Checklists: what each kind of visit needs done and when, and the tasks that this makes of one case."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clair_portal.directory.languages import translated
from clair_portal.directory.visibility import reach
from clair_portal.workflow.constraints import one_line
from exchanges.models.cases import OVER, VisitCase
from exchanges.policy import CASES_ASK, CASES_STEER

LONGEST_WAY = 400  # days before or after; more than a year is a slip of the finger


class Who(models.TextChoices):
    """Whose task it is."""

    OFFICE = "office", _("the office")
    AUTHORITY = "authority", _("the local authority")


class Timing(models.Model):
    """When something is due, told from the visit: so many days before its first or after its last day."""

    class CountedFrom(models.TextChoices):
        FIRST = "first", _("the first day of the visit")
        LAST = "last", _("the last day of the visit")

    name_en: str
    name_ja: str
    name_de: str

    name = translated(models.CharField(_("what is to be done"), max_length=160), required="en")
    who = models.CharField(_("whose task it is"), max_length=9, choices=Who.choices, default=Who.OFFICE)
    days = models.SmallIntegerField(_("days"), help_text=_("Negative: so many days before. Positive: after."))
    counted_from = models.CharField(
        _("counted from"), max_length=5, choices=CountedFrom.choices, default=CountedFrom.FIRST
    )
    in_working_days = models.BooleanField(_("count working days only"), default=False)
    position = models.PositiveSmallIntegerField(_("position in the list"), default=0)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=~Q(name_en=""), name="%(class)s_says_what"),
            one_line("name_en", name="%(class)s_name_one_line"),
            models.CheckConstraint(
                condition=Q(days__range=(-LONGEST_WAY, LONGEST_WAY)), name="%(class)s_days_are_plausible",
                violation_error_message=_("At most 400 days before or after."),
            ),
            models.CheckConstraint(condition=Q(who__in=sorted(Who.values)), name="%(class)s_is_somebodys"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.name)


class ChecklistItemQuerySet(models.QuerySet["ChecklistItem"]):
    """The vocabulary of checklists."""

    def visible_to(self, user: Any) -> ChecklistItemQuerySet:
        """How the office works is for the office."""
        return self if reach(user, CASES_STEER).everywhere else self.none()

    def of_kind(self, kind: str) -> ChecklistItemQuerySet:
        """What a new case of this kind gets: its own items, and those of every kind."""
        return self.filter(is_used=True, kind__in=["", kind])


class ChecklistItem(Timing):
    """One line of the checklist of a kind of visit. It is put out of use, never deleted: tasks were made of it."""

    Who = Who

    reference = models.CharField(
        _("key among the portal's own lines"), max_length=40, null=True, blank=True, unique=True, editable=False
    )
    kind = models.CharField(
        _("kind of visit"), max_length=16, choices=VisitCase.Kind.choices, blank=True,
        help_text=_("Empty: for every kind."),
    )  # fmt: skip
    is_used = models.BooleanField(_("in use"), default=True)

    objects = ChecklistItemQuerySet.as_manager()

    class Meta(Timing.Meta):
        verbose_name = _("line of a checklist")
        verbose_name_plural = _("checklists")
        constraints = [
            *Timing.Meta.constraints,
            models.UniqueConstraint(
                fields=["kind", "name_en"], name="checklistitem_once",
                violation_error_message=_("This line stands in the checklist already."),
            ),
        ]  # fmt: skip


class CaseTaskQuerySet(models.QuerySet["CaseTask"]):
    """The vocabulary of tasks."""

    def visible_to(self, user: Any) -> CaseTaskQuerySet:
        """All of them for the office; its own for whoever asks on behalf of the authority."""
        steering, asking = reach(user, CASES_STEER), reach(user, CASES_ASK)
        if steering.everywhere:
            return self
        own = Q(who=Who.AUTHORITY, case__authority__in=asking.organisations)
        return self.filter(own | Q(case__authority__in=steering.organisations))

    def for_pages(self) -> CaseTaskQuerySet:
        return self.select_related("done_by__person").defer("done_by__person__search_tokens")

    def to_do(self) -> CaseTaskQuerySet:
        """What is still open, in cases that are not over."""
        return self.filter(done_at=None).exclude(case__state__in=sorted(OVER))

    def on_the_desk_of(self, user: Any) -> CaseTaskQuerySet:
        """The office's tasks in the cases this person answers for, and in those that nobody does."""
        theirs = Q(case__owner=user) | Q(case__deputy=user) | Q(case__owner=None, case__deputy=None)
        return self.filter(theirs, who=Who.OFFICE)

    def by_day(self) -> CaseTaskQuerySet:
        """What is due first; what has no day stands behind."""
        return self.order_by(models.F("due_on").asc(nulls_last=True), "position", "pk")


class CaseTask(Timing):
    """One thing to be done for one case. It keeps the words and the timing that the checklist had when it was made."""

    Who = Who

    case = models.ForeignKey(VisitCase, models.CASCADE, related_name="tasks", verbose_name=_("case"))
    item = models.ForeignKey(ChecklistItem, models.PROTECT, related_name="tasks", verbose_name=_("line"))
    due_on = models.DateField(_("due"), null=True, blank=True)
    done_at = models.DateTimeField(_("when it was done"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("done by")
    )

    objects = CaseTaskQuerySet.as_manager()

    class Meta(Timing.Meta):
        verbose_name = _("task of a case")
        verbose_name_plural = _("tasks of cases")
        indexes = [models.Index(fields=["due_on"], condition=Q(done_at=None), name="casetask_to_do")]
        constraints = [
            *Timing.Meta.constraints,
            models.UniqueConstraint(fields=["case", "item"], name="casetask_once"),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
                name="casetask_done_by_somebody",
            ),
        ]

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    def is_late(self, today: date) -> bool:
        return not self.is_done and self.due_on is not None and self.due_on < today
