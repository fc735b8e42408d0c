"""Thank-you letters (礼状): one for each contact of a host that has received the delegation."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clair_portal.directory.visibility import reach
from clair_portal.search.lookup import without_tokens
from exchanges.models.cases import State, VisitCase
from exchanges.models.meetings import Meeting, MeetingQuerySet
from exchanges.policy import CASES_VIEW

LANGUAGES = ("en-gb", "de", "ja")
AFTERWARDS = (State.COMPLETED, State.REPORTED, State.CLOSED)


def took_place(meetings: MeetingQuerySet, at: datetime) -> MeetingQuerySet:
    """Those that are done, and agreed ones whose end has passed: nobody ticks off every meeting by hand."""
    over = Q(state=Meeting.State.CONFIRMED, ends_at__lte=at)
    return meetings.filter(Q(state=Meeting.State.DONE) | over).in_time_order()


class ThankYouQuerySet(models.QuerySet["ThankYou"]):
    """The vocabulary of letters."""

    def visible_to(self, user: Any) -> ThankYouQuerySet:
        """The office's letters are for the office."""
        return self if reach(user, CASES_VIEW).everywhere else self.none()

    def unsent(self) -> ThankYouQuerySet:
        return self.filter(sent_at__isnull=True)

    def for_pages(self) -> ThankYouQuerySet:
        paths = ("meeting__host__organisation", "case__authority", "case__office", "case__owner__person")
        found = self.select_related("meeting__host", "sent_by__person", *paths)
        return without_tokens(found, *paths, "sent_by__person").defer("meeting__host__search_tokens")

    def in_order(self) -> ThankYouQuerySet:
        """As the meetings took place."""
        return self.order_by("meeting__starts_at", "pk")


class ThankYou(models.Model):
    """A letter, as text that the office may change until it is sent. `meeting` is the first with that contact."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(VisitCase, models.CASCADE, related_name="thanks", verbose_name=_("case"))
    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="thanks", verbose_name=_("meeting"))
    language = models.CharField(_("language of the letter"), max_length=5)
    text = models.TextField(_("text of the letter"), max_length=6000)
    written_at = models.DateTimeField(_("written"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by"), db_index=False
    )
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sent by"),
        db_index=False,
    )  # fmt: skip
    version = models.PositiveIntegerField(default=1)

    objects = ThankYouQuerySet.as_manager()

    class Meta:
        verbose_name = _("thank-you letter")
        verbose_name_plural = _("thank-you letters")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="thankyou_says_something"),
            models.CheckConstraint(condition=Q(language__in=LANGUAGES), name="thankyou_language_known"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True, sent_by__isnull=True)
                | Q(sent_at__isnull=False, sent_by__isnull=False, sent_at__gte=models.F("written_at")),
                name="thankyou_is_sent_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case.number}: {self.meeting.host}"

    @property
    def scope_ids(self) -> frozenset[int]:
        """The parties of the case, which is always fetched along."""
        return self.case.scope_ids

    @property
    def is_sent(self) -> bool:
        return self.sent_at is not None
