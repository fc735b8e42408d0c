"""The rule table of interpreting as the office keeps it: one row per mode, its source beside it, every change kept."""

from __future__ import annotations

from typing import Any

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clair_portal.directory.visibility import reach
from exchanges.models.interpreters import Mode
from exchanges.policy import CASES_STEER


class InterpreterRuleQuerySet(models.QuerySet["InterpreterRule"]):
    """The vocabulary of the rule table."""

    def visible_to(self, user: Any) -> InterpreterRuleQuerySet:
        """The office's own table."""
        return self if reach(user, CASES_STEER).everywhere else self.none()

    def in_order(self) -> InterpreterRuleQuerySet:
        return self.order_by("mode", "pk")

    def with_steps(self) -> InterpreterRuleQuerySet:
        return self.prefetch_related("steps")


@pghistory.track()
class InterpreterRule(models.Model):
    """How one mode is worked and paid. A missing row means: as the associations advise (`interpreting.TERMS`)."""

    mode = models.CharField(_("mode"), max_length=16, choices=Mode.choices, unique=True)
    alone_minutes = models.PositiveSmallIntegerField(
        _("minutes that one may interpret alone"), help_text=_("A longer meeting takes two.")
    )
    two_minutes = models.PositiveSmallIntegerField(_("minutes that two may share"))
    three_minutes = models.PositiveSmallIntegerField(
        _("minutes that three may share"), null=True, blank=True, help_text=_("Empty: three are never engaged.")
    )
    longest_day = models.PositiveSmallIntegerField(_("minutes that one interprets on one day at most"))
    pause_after = models.PositiveSmallIntegerField(_("a pause every so many minutes"), null=True, blank=True)
    pause_between = models.PositiveSmallIntegerField(_("minutes between two meetings of one interpreter"), default=15)
    least_paid = models.PositiveSmallIntegerField(_("minutes that are always paid"))
    source = models.CharField(_("where these figures come from"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = InterpreterRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule of interpreting")
        verbose_name_plural = _("rules of interpreting")
        constraints = [
            models.CheckConstraint(condition=Q(mode__in=Mode.values), name="interpreterrule_mode_known"),
            models.CheckConstraint(
                condition=Q(alone_minutes__gt=0, two_minutes__gt=F("alone_minutes")),
                name="interpreterrule_two_work_longer_than_one",
                violation_error_message=_("Two interpreters work longer than one."),
            ),
            models.CheckConstraint(
                condition=Q(three_minutes=None) | Q(three_minutes__gt=F("two_minutes")),
                name="interpreterrule_three_work_longer_than_two",
                violation_error_message=_("Three interpreters work longer than two."),
            ),
            models.CheckConstraint(
                condition=Q(longest_day__range=(30, 900)),
                name="interpreterrule_day_is_plausible",
                violation_error_message=_("A day of interpreting lasts between 30 minutes and 15 hours."),
            ),
            models.CheckConstraint(
                condition=Q(pause_after=None) | Q(pause_after__gt=0), name="interpreterrule_pause_is_some_time"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_mode_display())

    @property
    def teams(self) -> tuple[tuple[int, int], ...]:
        """Up to so many minutes, so many interpreters."""
        found = ((self.alone_minutes, 1), (self.two_minutes, 2), (self.three_minutes, 3))
        return tuple((minutes, people) for minutes, people in found if minutes is not None)


@pghistory.track()
class CancellationStep(models.Model):
    """What is owed when less notice than that is given."""

    rule = models.ForeignKey(InterpreterRule, models.CASCADE, related_name="steps", verbose_name=_("rule"))
    hours = models.PositiveSmallIntegerField(_("called off less than so many hours before"))
    percent = models.PositiveSmallIntegerField(_("hundredths of the fee that are owed"))

    class Meta:
        verbose_name = _("step of the cancellation fee")
        verbose_name_plural = _("steps of the cancellation fee")
        constraints = [
            models.UniqueConstraint(fields=["rule", "hours"], name="cancellationstep_once"),
            models.CheckConstraint(
                condition=Q(percent__lte=100),
                name="cancellationstep_not_more_than_all",
                violation_error_message=_("More than the whole fee is never owed."),
            ),
            models.CheckConstraint(condition=Q(hours__gt=0), name="cancellationstep_some_notice"),
        ]

    def __str__(self) -> str:
        return f"< {self.hours} h: {self.percent} %"
