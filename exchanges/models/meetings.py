"""Meetings (アポ): what a host is asked for, the times offered, and the answer."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clair_portal.directory.visibility import reach
from clair_portal.search.lookup import without_tokens
from clair_portal.workflow.constraints import known_state, one_line
from clair_portal.workflow.models import Transition
from clair_portal.workflow.moves import Moves
from exchanges.models.cases import VisitCase
from exchanges.models.hosts import Host, HostQuerySet
from exchanges.policy import CASES_VIEW


class State(models.TextChoices):
    """Where a meeting stands: features.md 4.8."""

    WANTED = "wanted", _("wanted")
    ASKED = "asked", _("host asked")
    SLOTS_OFFERED = "slots_offered", _("times offered")
    HELD = "held", _("host proposes another time")
    CONFIRMED = "confirmed", _("confirmed")
    CHANGED = "changed", _("changed, to be confirmed again")
    DECLINED = "declined", _("declined")
    DONE = "done", _("done")
    CANCELLED = "cancelled", _("called off")


UNTIMED = (State.WANTED, State.ASKED, State.SLOTS_OFFERED)
TIMED = (State.HELD, State.CONFIRMED, State.CHANGED, State.DONE)
LIVE = (*UNTIMED, State.HELD, State.CONFIRMED, State.CHANGED)
BOOKED = (State.CONFIRMED, State.CHANGED, State.DONE)  # take people's time
OPEN_TO_THE_HOST = (State.ASKED, State.SLOTS_OFFERED, State.CHANGED)  # wait for the host's word
SLOTS_AT_MOST = 5


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """The vocabulary of meetings."""

    def visible_to(self, user: Any) -> MeetingQuerySet:
        """Those of the cases that this person may know of; what the office only thinks of stays with the office."""
        found = self.filter(case__in=VisitCase.objects.visible_to(user))
        return found if reach(user, CASES_VIEW).everywhere else found.exclude(state=State.WANTED)

    def by_link(self, uuid: str) -> MeetingQuerySet:
        """The one whose host has shown a genuine link; whether it is the newest one is said by the nonce."""
        return self.filter(uuid=uuid)

    def live(self) -> MeetingQuerySet:
        """Those that may still take place."""
        return self.filter(state__in=LIVE)

    def booked(self) -> MeetingQuerySet:
        """Those that take the time of their party."""
        return self.filter(state__in=BOOKED)

    def for_pages(self) -> MeetingQuerySet:
        paths = ("host", "host__organisation", "case__authority", "case__office", "case__owner__person")
        return without_tokens(self.select_related(*paths), *paths)

    def with_offers(self) -> MeetingQuerySet:
        """Each with `offers`, the number of times offered."""
        return self.annotate(offers=models.Count("slots"))

    def in_time_order(self) -> MeetingQuerySet:
        """As they take place; what has no time yet stands behind."""
        return self.order_by(models.F("starts_at").asc(nulls_last=True), "pk")


def new_nonce() -> str:
    """What makes a link of an earlier ask worthless."""
    return secrets.token_hex(8)


@pghistory.track(exclude=["nonce"])
class Meeting(models.Model):
    """One meeting of a delegation, or of one of its sub-groups, with a host."""

    State = State
    MOVES: ClassVar[Moves] = {
        State.WANTED: frozenset({State.ASKED, State.SLOTS_OFFERED, State.CANCELLED}),
        State.ASKED: frozenset({State.SLOTS_OFFERED, State.HELD, State.DECLINED, State.CANCELLED}),
        State.SLOTS_OFFERED: frozenset({State.HELD, State.CONFIRMED, State.DECLINED, State.CANCELLED}),
        State.HELD: frozenset({State.SLOTS_OFFERED, State.CONFIRMED, State.DECLINED, State.CANCELLED}),
        State.CONFIRMED: frozenset({State.CHANGED, State.DONE, State.DECLINED, State.CANCELLED}),
        State.CHANGED: frozenset({State.CONFIRMED, State.HELD, State.SLOTS_OFFERED, State.DECLINED, State.CANCELLED}),
        State.DECLINED: frozenset({State.SLOTS_OFFERED}),
        State.DONE: frozenset(),
        State.CANCELLED: frozenset(),
    }

    class Priority(models.TextChoices):
        """How much the delegation wants it."""

        MUST = "must", _("must take place")
        SHOULD = "should", _("should take place")
        NICE = "nice", _("if it fits")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    nonce = models.CharField(max_length=16, default=new_nonce, editable=False)
    case = models.ForeignKey(VisitCase, models.CASCADE, related_name="meetings", verbose_name=_("case"))
    host = models.ForeignKey(
        Host, models.PROTECT, related_name="meetings", verbose_name=pgettext_lazy("of a visit", "host")
    )
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.WANTED)
    topic = models.CharField(_("topic"), max_length=200)
    minutes = models.PositiveSmallIntegerField(_("length in minutes"), default=60)
    priority = models.CharField(_("priority"), max_length=8, choices=Priority.choices, default=Priority.SHOULD)
    group = models.CharField(_("sub-group; empty for everybody"), max_length=20, blank=True)
    needs_interpreter = models.BooleanField(_("needs an interpreter"), default=True)
    zone = models.CharField(_("time zone"), max_length=40, default="Europe/London")
    place = models.CharField(_("place"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    contact_name = models.CharField(_("contact"), max_length=160, blank=True)
    contact_email = models.EmailField(_("e-mail of the contact"), blank=True)
    contact_phone = models.CharField(_("telephone for the day"), max_length=40, blank=True)
    language = models.CharField(_("language of letters"), max_length=5, default="en-gb")
    speaker = models.CharField(_("speaker"), max_length=200, blank=True)
    arrival = models.TextField(_("room, reception, how to arrive"), max_length=1000, blank=True)
    reason = models.TextField(_("reason or remark of the host"), max_length=2000, blank=True)
    created_at = models.DateTimeField(_("created"))
    version = models.PositiveIntegerField(default=1)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        indexes = [models.Index(fields=["case", "starts_at"], name="meeting_by_case")]
        constraints = [
            known_state(State.values, name="meeting_state_known"),
            # What was declined or called off after a time was agreed keeps it: the calendar's cancellation names it.
            models.CheckConstraint(
                condition=~Q(state__in=sorted(TIMED)) | Q(starts_at__isnull=False),
                name="meeting_has_a_time_once_agreed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(UNTIMED)) | Q(starts_at__isnull=True),
                name="meeting_has_no_time_before",
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True, ends_at__isnull=True)
                | Q(starts_at__isnull=False, ends_at__isnull=False, ends_at__gt=models.F("starts_at")),
                name="meeting_ends_later",
            ),
            models.CheckConstraint(
                condition=Q(minutes__range=(15, 600)),
                name="meeting_length_is_plausible",
                violation_error_message=_("A meeting lasts between 15 minutes and 10 hours."),
            ),
            models.CheckConstraint(condition=~Q(topic=""), name="meeting_has_a_topic"),
            one_line("topic", name="meeting_topic_one_line"),
            one_line("contact_name", name="meeting_contact_one_line"),
            one_line("contact_phone", name="meeting_phone_one_line"),
            one_line("speaker", name="meeting_speaker_one_line"),
        ]

    def __str__(self) -> str:
        return f"{self.host}: {self.topic}"

    @property
    def scope_ids(self) -> frozenset[int]:
        """The parties of the case, which is always fetched along."""
        return self.case.scope_ids

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def is_booked(self) -> bool:
        return self.state in BOOKED

    @property
    def awaits_the_host(self) -> bool:
        return self.state in OPEN_TO_THE_HOST

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.minutes)

    def end_of(self, starts_at: datetime) -> datetime:
        """When it ends if it begins then."""
        return starts_at + self.length


def with_memory(hosts: HostQuerySet) -> HostQuerySet:
    """Each host with what happened last: `last_met_at`, and the newest meeting's `last_state` and `last_words`."""
    own = Meeting.objects.filter(host=models.OuterRef("pk"))
    newest = own.order_by("-created_at", "-pk")
    agreed = own.filter(state__in=[State.CONFIRMED, State.DONE]).order_by("-starts_at", "-pk")
    return hosts.annotate(
        last_met_at=models.Subquery(agreed.values("starts_at")[:1]),
        last_state=models.Subquery(newest.values("state")[:1]),
        last_words=models.Subquery(newest.values("reason")[:1]),
    )


class MeetingSlotQuerySet(models.QuerySet["MeetingSlot"]):
    """The vocabulary of times offered."""

    def coming(self, at: datetime) -> MeetingSlotQuerySet:
        """Those that have not gone by, the first one first."""
        return self.filter(starts_at__gt=at).order_by("starts_at", "pk")


class MeetingSlot(models.Model):
    """A time offered to the host."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField(_("starts"))

    objects = MeetingSlotQuerySet.as_manager()

    class Meta:
        verbose_name = _("time offered")
        verbose_name_plural = _("times offered")
        constraints = [models.UniqueConstraint(fields=["meeting", "starts_at"], name="slot_once")]

    def __str__(self) -> str:
        return self.starts_at.isoformat()


class MeetingTransition(Transition):
    """One move of a meeting."""

    subject = models.ForeignKey(Meeting, models.CASCADE, related_name="transitions")
