"""Follow-ups: six and twelve months after a visit the authority is asked once what has come of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clair_portal.search.lookup import without_tokens
from exchanges.models.cases import VisitCase

MONTHS = (6, 12)
KINDS = ("", "agreement", "measure", "second_visit", "return_visit", "exchange", "nothing_yet")


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    """The vocabulary of follow-ups."""

    def visible_to(self, user: Any) -> FollowUpQuerySet:
        """Those of the cases that this person may know of."""
        return self.filter(case__in=VisitCase.objects.visible_to(user))

    def to_ask(self, day: date) -> FollowUpQuerySet:
        """Due, and the authority was not asked yet."""
        return self.filter(due_on__lte=day, asked_at__isnull=True, answered_at__isnull=True).order_by("due_on", "pk")

    def open(self, day: date) -> FollowUpQuerySet:
        """Due and without an answer, the oldest first."""
        return self.filter(due_on__lte=day, answered_at__isnull=True).order_by("due_on", "pk")

    def of_host(self, host_id: int) -> FollowUpQuerySet:
        """What came of the visits that this host received; answers only."""
        received = Q(case__meetings__host=host_id, case__meetings__state__in=["confirmed", "done"])
        found = self.filter(received, answered_at__isnull=False).distinct()
        return found.order_by("-answered_at", "-pk")

    def for_pages(self) -> FollowUpQuerySet:
        paths = ("case__authority", "case__branch", "case__office", "case__asked_by__person", "answered_by__person")
        return without_tokens(self.select_related(*paths), *paths)

    def in_order(self) -> FollowUpQuerySet:
        return self.order_by("due_on", "pk")


class FollowUp(models.Model):
    """One question after so many months, and what the authority answered."""

    class Outcome(models.TextChoices):
        AGREEMENT = "agreement", _("an agreement or a memorandum")
        MEASURE = "measure", _("a measure of our own")
        SECOND_VISIT = "second_visit", _("a second visit")
        RETURN_VISIT = "return_visit", _("a visit to Japan")
        EXCHANGE = "exchange", _("a regular exchange")
        NOTHING_YET = "nothing_yet", _("nothing yet")

    case = models.ForeignKey(VisitCase, models.CASCADE, related_name="follow_ups", verbose_name=_("case"))
    months = models.PositiveSmallIntegerField(_("months after the visit"))
    due_on = models.DateField(_("due on"))
    asked_at = models.DateTimeField(_("asked"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("answered by"),
    )  # fmt: skip
    outcome = models.CharField(_("kind of outcome"), max_length=16, choices=Outcome.choices, blank=True)
    words = models.TextField(_("what has come of it"), max_length=4000, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        indexes = [models.Index(fields=["due_on"], condition=Q(answered_at__isnull=True), name="followup_open_by_day")]
        constraints = [
            models.UniqueConstraint(fields=["case", "months"], name="followup_once"),
            models.CheckConstraint(condition=Q(months__in=MONTHS), name="followup_after_half_a_year_or_a_year"),
            models.CheckConstraint(condition=Q(outcome__in=KINDS), name="followup_outcome_known"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, outcome="", words="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(outcome="")),
                name="followup_is_answered_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case.number}, {self.months}"

    @property
    def scope_ids(self) -> frozenset[int]:
        """The parties of the case, which is always fetched along."""
        return self.case.scope_ids
