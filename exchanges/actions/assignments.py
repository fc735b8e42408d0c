"""Agreed assignments: confirmed, briefed, done, invoiced; replaced or called off. Each function is one sentence.

One lock order everywhere: meetings, then assignments in the order of their keys, then bookings.
"""

from datetime import datetime

from django.db import transaction

from clair_portal import workflow
from clair_portal.accounts.models import User
from clair_portal.mail import outbox
from exchanges import interpreting, rule_table
from exchanges.actions import bookings
from exchanges.emails import interpreters as interpreter_emails
from exchanges.errors import InterpreterTaken, NotYetOver, OfferGone, Taken
from exchanges.models import Assignment, Booking, Meeting

State = Assignment.State


@transaction.atomic
def confirm(assignment: Assignment, *, by: User | None, at: datetime) -> Assignment:
    """The office confirms what the interpreter has accepted; from now on calling off may cost."""
    own = _moved(assignment, State.CONFIRMED, by=by, at=at)
    outbox.put(interpreter_emails.interpreter_confirmed(own), at=at)
    return own


@transaction.atomic
def brief(assignment: Assignment, *, by: User | None, at: datetime) -> Assignment:
    """The papers are ready: people, questions, place. The interpreter's page shows them from now on."""
    own = _moved(assignment, State.BRIEFED, by=by, at=at)
    outbox.put(interpreter_emails.interpreter_briefed(own), at=at)
    return own


@transaction.atomic
def finish(assignment: Assignment, *, by: User | None, at: datetime) -> Assignment:
    """The work is done. Raises NotYetOver."""
    if at < assignment.ends_at:
        raise NotYetOver
    return _moved(assignment, State.DONE, by=by, at=at)


@transaction.atomic
def invoice(assignment: Assignment, *, by: User | None, at: datetime) -> Assignment:
    """The interpreter's invoice has come."""
    return _moved(assignment, State.INVOICED, by=by, at=at)


@transaction.atomic
def replace(assignment: Assignment, *, by: User | None, at: datetime, reason: str) -> Assignment:
    """Somebody else will come instead, because this interpreter cannot; nothing is owed, and the time is free again."""
    return _ended(assignment, State.REPLACED, by=by, at=at, reason=reason, owed=None)


@transaction.atomic
def cancel(assignment: Assignment, *, by: User | None, at: datetime, reason: str) -> Assignment:
    """The office calls an agreed assignment off, and owes what the notice says; nothing before it was confirmed."""
    bound = assignment.state != State.ACCEPTED
    owed = _owed(assignment, at) if bound else 0
    return _ended(assignment, State.CANCELLED, by=by, at=at, reason=reason, owed=owed)


@transaction.atomic
def ask_again(assignment: Assignment, *, at: datetime) -> Assignment:
    """48 hours before, the interpreter is asked once whether it still stands."""
    found = Assignment.objects.taken().filter(pk=assignment.pk, reconfirm_asked_at__isnull=True)
    if found.update(reconfirm_asked_at=at):
        outbox.put(interpreter_emails.reconfirm(assignment), at=at)
    return assignment


@transaction.atomic
def reconfirm(assignment: Assignment, *, at: datetime) -> Assignment:
    """The interpreter says: yes, I am coming. Raises OfferGone."""
    found = Assignment.objects.taken().filter(pk=assignment.pk)
    if not found.update(reconfirmed_at=at):
        raise OfferGone
    assignment.reconfirmed_at = at
    return assignment


def lock(meeting_id: int) -> Meeting:
    """The first lock of every step; others may still point at the meeting meanwhile."""
    return Meeting.objects.select_for_update(no_key=True).get(pk=meeting_id)


def _owed(assignment: Assignment, at: datetime) -> int:
    """By the office's own table, as it stands on the day of the cancellation."""
    steps = rule_table.terms()[assignment.mode].cancellation
    return interpreting.cancellation_fee(assignment.fee, starts_at=assignment.starts_at, at=at, steps=steps)


def _moved(assignment: Assignment, to: str, *, by: User | None, at: datetime) -> Assignment:
    workflow.move(assignment, to=to, by=by, at=at)
    return assignment


def _ended(
    assignment: Assignment, to: str, *, by: User | None, at: datetime, reason: str, owed: int | None
) -> Assignment:
    """End what was agreed: the time is free, and the interpreter is told."""
    lock(assignment.meeting_id)
    facts = {"reason": reason, "cancellation_fee": owed}
    workflow.move(assignment, to=to, by=by, at=at, reason=reason, also=facts)
    unbook(assignment)
    outbox.put(interpreter_emails.assignment_cancelled(assignment), at=at)
    return assignment


def book(own: Assignment) -> None:
    """Take the interpreter's time, travel included; the exclusion constraint is the judge. Raises InterpreterTaken."""
    unbook(own)
    starts_at, ends_at = own.away
    wanted = Booking(
        meeting_id=own.meeting_id, kind=Booking.Kind.INTERPRETER, resource=own.interpreter_id, starts_at=starts_at,
        ends_at=ends_at,
    )  # fmt: skip
    try:
        bookings.book([wanted])
    except Taken as taken:
        raise InterpreterTaken from taken


def unbook(own: Assignment) -> None:
    """The interpreter has that time again."""
    mine = Booking.objects.filter(meeting_id=own.meeting_id, kind=Booking.Kind.INTERPRETER)
    mine.filter(resource=own.interpreter_id).delete()
