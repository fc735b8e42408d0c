"""Surveys after a visit: one of the local authority, one of each host that got a letter, each with its one answer."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clair_portal.directory.visibility import reach
from clair_portal.search.lookup import without_tokens
from exchanges.models.cases import VisitCase
from exchanges.models.meetings import Meeting, new_nonce
from exchanges.policy import CASES_STEER, CASES_VIEW

OPEN_FOR = timedelta(days=60)
LEAST, MOST = 1, 5


class SurveyQuerySet(models.QuerySet["Survey"]):
    """The vocabulary of surveys."""

    def visible_to(self, user: Any) -> SurveyQuerySet:
        """The office sees all; an authority its own, never a host's."""
        found = self.filter(case__in=VisitCase.objects.visible_to(user))
        return found if reach(user, CASES_VIEW).everywhere else found.filter(meeting__isnull=True)

    def results_for(self, user: Any) -> SurveyQuerySet:
        """What was answered is for those who steer cases."""
        return self.answered() if reach(user, CASES_STEER).everywhere else self.none()

    def by_link(self, uuid: str, nonce: str) -> SurveyQuerySet:
        """The one of a host who has shown a genuine link, unless the link was taken back."""
        return self.filter(uuid=uuid, nonce=nonce, meeting__isnull=False)

    def answered(self) -> SurveyQuerySet:
        return self.filter(answered_at__isnull=False)

    def for_pages(self) -> SurveyQuerySet:
        paths = ("case__authority", "case__office", "meeting__host__organisation")
        found = self.select_related("case__branch", "meeting__host", *paths)
        return without_tokens(found, "case__branch", *paths).defer("meeting__host__search_tokens")

    def in_order(self) -> SurveyQuerySet:
        """The authority's first, then the hosts' as they were asked."""
        return self.order_by(models.F("meeting__starts_at").asc(nulls_first=True), "pk")


class Survey(models.Model):
    """One party is asked, and may answer and change the answer until `closes_at`."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    nonce = models.CharField(max_length=16, default=new_nonce, editable=False)
    case = models.ForeignKey(VisitCase, models.CASCADE, related_name="surveys", verbose_name=_("case"))
    meeting = models.OneToOneField(
        Meeting, models.CASCADE, null=True, blank=True, related_name="survey",
        verbose_name=_("meeting; empty for the authority"),
    )  # fmt: skip
    asked_at = models.DateTimeField(_("asked"))
    closes_at = models.DateTimeField(_("closes"))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    usefulness = models.PositiveSmallIntegerField(_("usefulness, 1 to 5"), null=True, blank=True)
    again = models.BooleanField(_("would do it again"), null=True, blank=True)
    better = models.TextField(_("what should be better"), max_length=4000, blank=True)
    may_publish = models.BooleanField(_("may be published"), default=False)
    version = models.PositiveIntegerField(default=1)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = _("survey after a visit")
        verbose_name_plural = _("surveys after visits")
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(meeting__isnull=True), name="survey_asks_the_authority_once"
            ),
            models.CheckConstraint(condition=Q(closes_at__gte=models.F("asked_at")), name="survey_closes_later"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, usefulness__isnull=True, again__isnull=True, may_publish=False)
                | Q(answered_at__isnull=False, usefulness__isnull=False, again__isnull=False),
                name="survey_is_answered_whole",
            ),
            models.CheckConstraint(
                condition=Q(usefulness__isnull=True) | Q(usefulness__range=(LEAST, MOST)),
                name="survey_usefulness_is_a_mark",
                violation_error_message=_("Choose a mark from 1 to 5."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case.number}: {self.meeting.host if self.meeting else self.case.authority}"

    @property
    def scope_ids(self) -> frozenset[int]:
        """The parties of the case, which is always fetched along."""
        return self.case.scope_ids

    def is_open(self, at: datetime) -> bool:
        return at < self.closes_at
