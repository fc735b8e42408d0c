"""Offers to interpreters, from the question to the answer: each function is one sentence of the rule book.

The lock order stands in `assignments`: meetings, then assignments, then bookings.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import IntegrityError, transaction

from clair_portal import workflow
from clair_portal.accounts.models import User
from clair_portal.mail import outbox
from exchanges import interpreting, rule_table
from exchanges.actions import assignments
from exchanges.emails import interpreters as interpreter_emails
from exchanges.errors import (
    AskedAlready,
    AwayThen,
    MeetingMoved,
    NobodyAsked,
    OfferExpired,
    OfferGone,
    TimeMissing,
    TooLateToGiveBack,
)
from exchanges.models import Absence, Assignment, Interpreter, Meeting
from exchanges.models.assignments import OPEN, TAKEN, WORKED

State = Assignment.State
Span = tuple[datetime, datetime]
GIVEN_BACK_BEFORE = timedelta(hours=72)
FIRMLY_TIMED = frozenset({Meeting.State.CONFIRMED, Meeting.State.CHANGED})


@dataclass(frozen=True)
class Wish:
    """What is offered: how, in which directions, for how many, with how much travel, and how long one may think."""

    mode: str
    pairs: tuple[str, ...]
    seats: int = 1
    in_order: bool = False
    answer_hours: int = 48
    travel_before: int = 30
    travel_after: int = 30
    fee: int | None = None  # another one than the rates give


@transaction.atomic
def offer(
    meeting: Meeting, *, to: Sequence[Interpreter], wish: Wish, by: User | None, at: datetime
) -> list[Assignment]:
    """Ask interpreters for a meeting: all at once, or in this order, `seats` at a time.

    Raises TimeMissing, NobodyAsked, AskedAlready.
    """
    held = assignments.lock(meeting.pk)
    span = _span(held)
    if not to or not all(one.person.email for one in to):
        raise NobodyAsked
    together = uuid4()
    rows = [_drafted(held, span, one, wish, at) for one in to]
    for position, row in enumerate(rows):
        row.round, row.position = together, position
    _write(rows, by=by, at=at)
    for row in rows[: wish.seats] if wish.in_order else rows:
        _send_offer(row, by=by, at=at)
    return rows


@transaction.atomic
def accept(assignment: Assignment, *, by: User | None, at: datetime, seen: str = "") -> Assignment:
    """The interpreter says yes, and is booked from leaving home until free again; who is no longer needed is told.

    `seen` is the moment, in ISO form, of the offer that the interpreter read: it may have been renewed since.
    Raises OfferGone, OfferExpired, MeetingMoved, AwayThen, InterpreterTaken.
    """
    meeting, asked = _hold(assignment)
    own = _own(asked, assignment)
    _check(own, meeting, at, seen)
    if _is_away(own.interpreter, meeting):
        raise AwayThen
    workflow.move(own, to=State.ACCEPTED, by=by, at=at, also={"accepted_at": at})
    assignments.book(own)
    if _taken(asked) >= own.seats:
        _dismiss([one for one in asked if one.state in OPEN], by=by, at=at, reason="")
    return own


@transaction.atomic
def decline(assignment: Assignment, *, by: User | None, at: datetime, reason: str) -> Assignment:
    """The interpreter says no, or gives back what was accepted, if that is not too late; the next one is asked.

    Raises OfferGone, TooLateToGiveBack.
    """
    _meeting, asked = _hold(assignment)
    own = _own(asked, assignment)
    if own.state not in (State.OFFERED, *TAKEN):
        raise OfferGone
    if own.is_taken and own.starts_at - at < GIVEN_BACK_BEFORE:
        raise TooLateToGiveBack
    workflow.move(own, to=State.DECLINED, by=by, at=at, reason=reason, also={"reason": reason})
    assignments.unbook(own)
    _ask_next(asked, at=at)
    return own


@transaction.atomic
def expire(assignment: Assignment, *, at: datetime) -> Assignment:
    """An offer without an answer ends, and the next in line is asked. What was answered meanwhile stays."""
    _meeting, asked = _hold(assignment)
    own = _own(asked, assignment)
    if own.state == State.OFFERED and not own.is_open(at):
        workflow.move(own, to=State.EXPIRED, by=None, at=at)
        _ask_next(asked, at=at)
    return own


@transaction.atomic
def withdraw(assignment: Assignment, *, by: User | None, at: datetime, reason: str) -> Assignment:
    """The office takes an offer back; the line goes on."""
    _meeting, asked = _hold(assignment)
    own = _own(asked, assignment)
    if own.state not in OPEN:
        raise workflow.IllegalMove
    _dismiss([own], by=by, at=at, reason=reason)
    _ask_next(asked, at=at)
    return own


@transaction.atomic
def move_along(meeting: Meeting, *, by: User | None, at: datetime) -> list[Assignment]:
    """The meeting has another time: everybody who was asked, or has said yes, is asked for the new one.

    A yes to another time holds nobody: their time is free until they say yes again.
    """
    starts_at, ends_at = _span(assignments.lock(meeting.pk))
    live = _live(meeting)
    Assignment.objects.filter(pk__in=[one.pk for one in live]).update(starts_at=starts_at, ends_at=ends_at)
    for one in live:
        one.starts_at, one.ends_at = starts_at, ends_at
        assignments.unbook(one)
        if one.state != State.QUEUED:
            _send_offer(one, by=by, at=at)
    return live


@transaction.atomic
def let_go(meeting: Meeting, *, by: User | None, at: datetime, reason: str) -> list[Assignment]:
    """The meeting moves or falls away: open offers are withdrawn, agreed assignments called off, all are told."""
    assignments.lock(meeting.pk)
    live = _live(meeting)
    _dismiss([one for one in live if one.state in OPEN], by=by, at=at, reason=reason)
    for one in live:
        if one.is_taken:
            assignments.cancel(one, by=by, at=at, reason=reason)
    return live


def sweep(clock: Callable[[], datetime], *, most: int = 200) -> int:
    """End every offer that is due and ask again who comes soon, each in a transaction of its own."""
    at = clock()
    due = list(Assignment.objects.due(at)[:most])
    for one in due:
        expire(one, at=at)
    soon = list(Assignment.objects.to_reconfirm(at).for_pages()[:most])
    for one in soon:
        assignments.ask_again(one, at=at)
    return len(due) + len(soon)


def _hold(assignment: Assignment) -> tuple[Meeting, list[Assignment]]:
    """The meeting and everybody who was asked together, as they stand now, locked in the one order."""
    meeting = assignments.lock(assignment.meeting_id)
    rows = Assignment.objects.of_round(assignment).for_pages().select_for_update(of=("self",), no_key=True)
    return meeting, sorted(rows.order_by("pk"), key=lambda one: (one.position, one.pk))


def _live(meeting: Meeting) -> list[Assignment]:
    rows = Assignment.objects.live().filter(meeting=meeting).for_pages().order_by("pk")
    return list(rows.select_for_update(of=("self",), no_key=True))


def _check(own: Assignment, meeting: Meeting, at: datetime, seen: str) -> None:
    """Whether a yes still counts, and for what was read."""
    if own.state != State.OFFERED:
        raise OfferGone
    if not own.is_open(at):
        raise OfferExpired
    is_as_offered = (meeting.starts_at, meeting.ends_at) == (own.starts_at, own.ends_at)
    is_as_read = not seen or (own.offered_at is not None and seen == own.offered_at.isoformat())
    if not (is_as_offered and is_as_read) or meeting.state not in FIRMLY_TIMED:
        raise MeetingMoved


def _is_away(interpreter: Interpreter, meeting: Meeting) -> bool:
    """Whether the interpreter has entered that day, as it is called where the meeting is, as a day away."""
    starts_at, ends_at = _span(meeting)
    here = Absence.objects.touching(starts_at.astimezone(meeting.tz), ends_at.astimezone(meeting.tz))
    return here.of(interpreter).exists()


def _own(asked: list[Assignment], assignment: Assignment) -> Assignment:
    return next(one for one in asked if one.pk == assignment.pk)


def _taken(asked: list[Assignment]) -> int:
    return sum(one.state in (*TAKEN, *WORKED) for one in asked)


def _drafted(meeting: Meeting, span: Span, interpreter: Interpreter, wish: Wish, at: datetime) -> Assignment:
    row = Assignment(
        meeting=meeting, interpreter=interpreter, mode=wish.mode, pairs=list(wish.pairs), seats=wish.seats,
        answer_hours=wish.answer_hours, starts_at=span[0], ends_at=span[1], travel_before=wish.travel_before,
        travel_after=wish.travel_after, currency=interpreter.currency, created_at=at, fee=0,
    )  # fmt: skip
    usual = interpreting.fee(rates_of(interpreter), wish.mode, row.minutes, rule_table.terms())
    row.fee = usual if wish.fee is None else wish.fee
    return row


def _span(meeting: Meeting) -> Span:
    """From when to when it is agreed. Raises TimeMissing."""
    if meeting.starts_at is None or meeting.ends_at is None or meeting.state not in FIRMLY_TIMED:
        raise TimeMissing
    return meeting.starts_at, meeting.ends_at


def rates_of(interpreter: Interpreter) -> interpreting.Rates:
    """The interpreter's rates as the rule table reads them."""
    return interpreting.Rates(
        interpreter.hour_rate, interpreter.half_day_rate, interpreter.day_rate, interpreter.overtime_rate
    )


def _write(rows: list[Assignment], *, by: User | None, at: datetime) -> None:
    try:
        with transaction.atomic():
            for row in rows:
                row.save(force_insert=True)
    except IntegrityError as error:
        raise AskedAlready from error
    for row in rows:
        workflow.begin(row, by=by, at=at)


def _send_offer(row: Assignment, *, by: User | None, at: datetime) -> None:
    """The clock of the answer starts, or starts anew; it never runs beyond the meeting itself."""
    until = min(at + timedelta(hours=row.answer_hours), row.starts_at)
    facts = {
        "offered_at": at, "expires_at": until, "accepted_at": None, "reconfirm_asked_at": None, "reconfirmed_at": None,
    }  # fmt: skip
    if row.state == State.OFFERED:
        Assignment.objects.filter(pk=row.pk).update(**facts)
        vars(row).update(facts)
    else:
        workflow.move(row, to=State.OFFERED, by=by, at=at, also=facts)
    outbox.put(interpreter_emails.interpreter_offer(row), at=at)


def _ask_next(asked: list[Assignment], *, at: datetime) -> None:
    """As many of those in line as seats are neither taken nor being thought about."""
    busy = _taken(asked) + sum(one.state == State.OFFERED for one in asked)
    waiting = [one for one in asked if one.state == State.QUEUED and at < one.starts_at]
    for row in waiting[: max(asked[0].seats - busy, 0)]:
        _send_offer(row, by=None, at=at)


def _dismiss(rows: list[Assignment], *, by: User | None, at: datetime, reason: str) -> None:
    """Withdraw open offers; whoever had got a mail gets another."""
    for row in rows:
        workflow.move(row, to=State.WITHDRAWN, by=by, at=at, reason=reason, also={"reason": reason})
    outbox.put_all([interpreter_emails.offer_taken(row) for row in rows if row.offered_at], at=at)
