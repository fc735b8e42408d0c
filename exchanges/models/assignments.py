"""Assignments: one interpreter asked for one meeting, from the offer to the invoice. Silence is never a yes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import uuid4

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clair_portal.directory.visibility import reach
from clair_portal.search.lookup import without_tokens
from clair_portal.workflow.constraints import filled_in, known_state
from clair_portal.workflow.models import Transition
from clair_portal.workflow.moves import Moves
from exchanges.models.interpreters import Interpreter, Mode
from exchanges.models.meetings import Meeting, new_nonce
from exchanges.policy import INTERPRETERS_VIEW

RECONFIRMED_BEFORE = timedelta(hours=48)


class State(models.TextChoices):
    """Where an assignment stands: features.md 4.10. `queued` waits for the answers of those before it."""

    QUEUED = "queued", _("next in line")
    OFFERED = "offered", _("offered")
    ACCEPTED = "accepted", _("accepted")
    CONFIRMED = "confirmed", _("confirmed")
    BRIEFED = "briefed", _("briefed")
    DONE = "done", _("done")
    INVOICED = "invoiced", _("invoiced")
    DECLINED = "declined", _("declined")
    EXPIRED = "expired", _("no answer in time")
    WITHDRAWN = "withdrawn", _("withdrawn")
    REPLACED = "replaced", _("replaced")
    CANCELLED = "cancelled", _("called off")


OPEN = (State.QUEUED, State.OFFERED)
TAKEN = (State.ACCEPTED, State.CONFIRMED, State.BRIEFED)
LIVE = (*OPEN, *TAKEN)
WORKED = (State.DONE, State.INVOICED)
WITH_REASON = (State.DECLINED, State.REPLACED, State.CANCELLED)
# what was agreed may end, or be asked anew for another time
LEAVES_TAKEN = frozenset({State.DECLINED, State.REPLACED, State.CANCELLED, State.OFFERED})


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """The vocabulary of assignments."""

    def visible_to(self, user: Any) -> AssignmentQuerySet:
        """All for the office; an interpreter sees the own ones, once they have been asked."""
        if reach(user, INTERPRETERS_VIEW).everywhere:
            return self
        own = getattr(user, "person_id", None)
        return self.filter(interpreter__person_id=own, offered_at__isnull=False) if own else self.none()

    def of(self, person_id: int | None) -> AssignmentQuerySet:
        """The ones this person was asked for."""
        return self.filter(interpreter__person_id=person_id, offered_at__isnull=False) if person_id else self.none()

    def by_link(self, uuid: str, nonce: str) -> AssignmentQuerySet:
        """The one whose interpreter has shown the two facts of a genuine link."""
        return self.filter(uuid=uuid, nonce=nonce, offered_at__isnull=False)

    def live(self) -> AssignmentQuerySet:
        return self.filter(state__in=LIVE)

    def taken(self) -> AssignmentQuerySet:
        """Those that somebody has said yes to and that are still to come."""
        return self.filter(state__in=TAKEN)

    def of_round(self, assignment: Assignment) -> AssignmentQuerySet:
        """Everybody who was asked together, in their order."""
        return self.filter(round=assignment.round).order_by("position", "pk")

    def due(self, at: datetime) -> AssignmentQuerySet:
        """Offers without an answer in time."""
        return self.filter(state=State.OFFERED, expires_at__lte=at).order_by("expires_at", "pk")

    def to_reconfirm(self, at: datetime) -> AssignmentQuerySet:
        """Those that begin within 48 hours, were taken before that, and have not been asked again."""
        soon = self.taken().filter(starts_at__gt=at, starts_at__lte=at + RECONFIRMED_BEFORE)
        early = soon.filter(accepted_at__lt=F("starts_at") - RECONFIRMED_BEFORE)
        return early.filter(reconfirm_asked_at__isnull=True).order_by("starts_at", "pk")

    def for_pages(self) -> AssignmentQuerySet:
        paths = ("interpreter__person", "meeting__host__organisation", "meeting__case__authority")
        return without_tokens(self.select_related(*paths), *paths)

    def in_time_order(self) -> AssignmentQuerySet:
        return self.order_by("starts_at", "pk")

    def newest_first(self) -> AssignmentQuerySet:
        return self.order_by("-created_at", "-pk")


@pghistory.track(exclude=["nonce"])
class Assignment(models.Model):
    """One interpreter for one meeting. Those asked together share `round`; `seats` of them are needed.

    `starts_at` and `ends_at` are the meeting's as they were offered: a yes counts only while the meeting is still then.
    """

    State = State
    MOVES: ClassVar[Moves] = {
        State.QUEUED: frozenset({State.OFFERED, State.WITHDRAWN}),
        State.OFFERED: frozenset({State.ACCEPTED, State.DECLINED, State.EXPIRED, State.WITHDRAWN}),
        State.ACCEPTED: LEAVES_TAKEN | {State.CONFIRMED},
        State.CONFIRMED: LEAVES_TAKEN | {State.BRIEFED, State.DONE},
        State.BRIEFED: LEAVES_TAKEN | {State.DONE},
        State.DONE: frozenset({State.INVOICED}),
        State.INVOICED: frozenset(),
        State.DECLINED: frozenset(),
        State.EXPIRED: frozenset(),
        State.WITHDRAWN: frozenset(),
        State.REPLACED: frozenset(),
        State.CANCELLED: frozenset(),
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    nonce = models.CharField(max_length=16, default=new_nonce, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="assignments", verbose_name=_("meeting"))
    interpreter = models.ForeignKey(
        Interpreter, models.PROTECT, related_name="assignments", verbose_name=_("interpreter")
    )
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.QUEUED)
    round = models.UUIDField(default=uuid4, editable=False)
    position = models.PositiveSmallIntegerField(_("place in the line"), default=0)
    seats = models.PositiveSmallIntegerField(_("interpreters needed"), default=1)
    answer_hours = models.PositiveSmallIntegerField(_("hours to answer"), default=48)
    mode = models.CharField(_("mode"), max_length=16, choices=Mode.choices, default=Mode.CONSECUTIVE)
    pairs = ArrayField(models.CharField(max_length=11), verbose_name=_("directions"), default=list)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    travel_before = models.PositiveSmallIntegerField(_("minutes of travel before"), default=0)
    travel_after = models.PositiveSmallIntegerField(_("minutes of travel after"), default=0)
    fee = models.PositiveIntegerField(_("fee"))
    currency = models.CharField(_("currency"), max_length=3)
    cancellation_fee = models.PositiveIntegerField(_("cancellation fee"), null=True, blank=True)
    reason = models.TextField(_("reason or remark"), max_length=2000, blank=True)
    created_at = models.DateTimeField(_("created"))
    offered_at = models.DateTimeField(_("offered"), null=True, blank=True)
    expires_at = models.DateTimeField(_("answer by"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted on"), null=True, blank=True)
    reconfirm_asked_at = models.DateTimeField(_("asked again"), null=True, blank=True)
    reconfirmed_at = models.DateTimeField(_("said yes again"), null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        indexes = [
            models.Index(fields=["expires_at"], condition=Q(state="offered"), name="assignment_by_expiry"),
            models.Index(fields=["round"], name="assignment_by_round"),
            models.Index(fields=["starts_at"], condition=Q(state__in=TAKEN), name="assignment_by_start"),
        ]
        constraints = [
            known_state(State.values, name="assignment_state_known"),
            filled_in("cancellation_fee", [State.CANCELLED], name="assignment_fee_when_called_off"),
            models.UniqueConstraint(
                fields=["meeting", "interpreter"], condition=Q(state__in=LIVE), name="assignment_live_once",
                violation_error_message=_("This interpreter has been asked for this meeting already."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.QUEUED, State.WITHDRAWN])
                | Q(offered_at__isnull=False, expires_at__isnull=False, expires_at__gt=F("offered_at")),
                name="assignment_offer_has_an_end",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[*TAKEN, *WORKED]) | Q(accepted_at__isnull=False),
                name="assignment_only_after_a_yes",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=WITH_REASON) | ~Q(reason=""), name="assignment_ends_with_a_reason"
            ),
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="assignment_ends_later"),
            models.CheckConstraint(condition=Q(seats__gte=1), name="assignment_needs_somebody"),
            models.CheckConstraint(condition=Q(pairs__len__gte=1), name="assignment_has_a_direction"),
            models.CheckConstraint(
                condition=Q(travel_before__lte=600, travel_after__lte=600), name="assignment_travel_is_plausible"
            ),
            models.CheckConstraint(condition=Q(answer_hours__range=(1, 720)), name="assignment_answer_is_plausible"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.interpreter}: {self.meeting}"

    @property
    def is_taken(self) -> bool:
        return self.state in TAKEN

    def is_open(self, at: datetime) -> bool:
        """Whether a yes still counts."""
        return self.state == State.OFFERED and self.expires_at is not None and at < self.expires_at

    @property
    def away(self) -> tuple[datetime, datetime]:
        """From leaving home, or the last place, until free again."""
        before, after = timedelta(minutes=self.travel_before), timedelta(minutes=self.travel_after)
        return self.starts_at - before, self.ends_at + after

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds()) // 60


class AssignmentTransition(Transition):
    """One move of an assignment."""

    subject = models.ForeignKey(Assignment, models.CASCADE, related_name="transitions")
