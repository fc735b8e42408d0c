"""What the office does about a meeting: each function is one sentence of the rule book."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clair_portal import workflow
from clair_portal.accounts.models import User
from clair_portal.directory.actions.history import written
from clair_portal.directory.languages import in_language
from clair_portal.mail import outbox
from exchanges.actions import bookings, offers
from exchanges.emails import hosts as host_emails
from exchanges.errors import (
    CaseIsOver,
    ContactMissing,
    DoNotContact,
    TimeGone,
    TimeIsSettled,
    TimesMissing,
    TimesTooMany,
    UnknownGroup,
)
from exchanges.models import Delegate, Meeting, MeetingSlot, VisitCase
from exchanges.models.meetings import SLOTS_AT_MOST, TIMED, new_nonce

State = Meeting.State
MOVED = _("The meeting takes place at another time.")
SETTLED_WITH_THE_TIME = frozenset({"case", "host", "minutes", "group", "zone"})


@transaction.atomic
def want(meeting: Meeting, *, slots: Sequence[datetime] = (), by: User | None, at: datetime) -> Meeting:
    """Write down a meeting that the delegation needs. Raises DoNotContact, UnknownGroup or CaseIsOver."""
    if meeting.case.is_over:
        raise CaseIsOver
    _check(meeting)
    meeting.contact_name = meeting.contact_name or meeting.host.contact_name
    meeting.contact_email = meeting.contact_email or meeting.host.contact_email
    meeting.created_at = at
    with written(by, at):
        meeting.save(force_insert=True)
    workflow.begin(meeting, by=by, at=at)
    _put_slots(meeting, slots)
    return meeting


@transaction.atomic
def edit(
    meeting: Meeting, *, changes: Mapping[str, Any], slots: Sequence[datetime] | None = None, by: User | None,
    at: datetime,
) -> Meeting:  # fmt: skip
    """Change what describes a meeting, or the times to offer.

    While the host is being asked, another address or other times are a new question: the host gets a new mail, and
    the older link dies. Raises Outdated, TimeIsSettled, DoNotContact, UnknownGroup, and what `offer` raises.
    """
    case = bookings.hold(meeting)
    if meeting.state in TIMED and SETTLED_WITH_THE_TIME & changes.keys():
        raise TimeIsSettled
    asks_anew = meeting.awaits_the_host and ("contact_email" in changes or _differ(meeting, slots))
    for name, value in changes.items():
        setattr(meeting, name, value)
    _check(meeting)
    with written(by, at):
        _update(meeting, dict(changes))
    if slots is not None:
        _put_slots(meeting, slots)
    return _ask_anew(meeting, case, at=at) if asks_anew else meeting


@transaction.atomic
def ask(meeting: Meeting, *, by: User | None, at: datetime) -> Meeting:
    """Ask the host without naming times: the host proposes one. Raises DoNotContact or ContactMissing."""
    case = bookings.hold(meeting)
    _put_slots(meeting, ())
    workflow.move(meeting, to=State.ASKED, by=by, at=at)
    return _ask_anew(meeting, case, at=at)


@transaction.atomic
def offer(meeting: Meeting, *, starts: Sequence[datetime] | None = None, by: User | None, at: datetime) -> Meeting:
    """Offer the host up to five times, or those that were written down before; older links die.

    Raises TimesMissing, TimesTooMany, TimeGone, DoNotContact or ContactMissing.
    """
    case = bookings.hold(meeting)
    if starts is not None:
        _put_slots(meeting, starts)
    if meeting.state != State.SLOTS_OFFERED:
        release(meeting, by=by, at=at)
        workflow.move(meeting, to=State.SLOTS_OFFERED, by=by, at=at, also={"starts_at": None, "ends_at": None})
    return _ask_anew(meeting, case, at=at)


@transaction.atomic
def accept(meeting: Meeting, *, by: User, at: datetime) -> Meeting:
    """Take the time that the host proposed. Raises TimeGone or Taken."""
    return confirm(meeting, starts_at=meeting.starts_at, by=by, at=at)


@transaction.atomic
def change(meeting: Meeting, *, starts_at: datetime, reason: str = "", by: User | None, at: datetime) -> Meeting:
    """Move an agreed meeting: its party is taken for the new time at once, and the host is asked to confirm.

    Interpreters said yes to another time, so that they are asked again. Raises TimeGone or Taken.
    """
    case = bookings.hold(meeting)
    times = {"starts_at": starts_at, "ends_at": meeting.end_of(starts_at)}
    _put_slots(meeting, [starts_at])
    workflow.move(meeting, to=State.CHANGED, by=by, at=at, reason=reason, also=times)
    bookings.rebook(case)
    offers.move_along(meeting, by=by, at=at)
    return _ask_anew(meeting, case, at=at)


@transaction.atomic
def cancel(meeting: Meeting, *, by: User | None, at: datetime, reason: str) -> Meeting:
    """The meeting does not take place; the host is told if it was asked, and everybody has the time again."""
    bookings.hold(meeting)
    return _call_off(meeting, by=by, at=at, reason=reason)


@transaction.atomic
def cancel_all(case: VisitCase, *, by: User | None, at: datetime, reason: str) -> None:
    """The visit is called off: so are its meetings. To be called before the case itself is locked or moved."""
    for meeting in list(case.meetings.live().order_by("pk").select_for_update(of=("self",), no_key=True).for_pages()):
        _call_off(meeting, by=by, at=at, reason=reason)


@transaction.atomic
def mark_done(meeting: Meeting, *, by: User, at: datetime) -> Meeting:
    """The meeting has taken place."""
    bookings.hold(meeting)
    workflow.move(meeting, to=State.DONE, by=by, at=at)
    return meeting


def confirm(
    meeting: Meeting, *, starts_at: datetime | None, by: User | None, at: datetime,
    also: Mapping[str, Any] | None = None,
) -> Meeting:  # fmt: skip
    """Settle the time: nobody who is needed may be elsewhere. Host and owner get a mail. Raises TimeGone or Taken."""
    case = bookings.hold(meeting)
    if starts_at is None or starts_at <= at:
        raise TimeGone
    times = {"starts_at": starts_at, "ends_at": meeting.end_of(starts_at)}
    facts = {**(also or {}), **times, "version": meeting.version + 1}
    workflow.move(meeting, to=State.CONFIRMED, by=by, at=at, also=facts)
    bookings.rebook(case)
    if meeting.contact_email:
        outbox.put(host_emails.host_confirmed(meeting), at=at)
    return meeting


def release(meeting: Meeting, *, by: User | None, at: datetime, reason: str = "") -> None:
    """The time is off: interpreters are told, and everybody who was taken has it again."""
    offers.let_go(meeting, by=by, at=at, reason=reason or str(MOVED))
    bookings.free(meeting)


def _call_off(meeting: Meeting, *, by: User | None, at: datetime, reason: str) -> Meeting:
    was_asked = meeting.state != State.WANTED
    facts = {"version": meeting.version + 1}
    workflow.move(meeting, to=State.CANCELLED, by=by, at=at, reason=reason, also=facts)
    release(meeting, by=by, at=at, reason=reason)
    if was_asked and meeting.contact_email:
        outbox.put(host_emails.meeting_cancelled(meeting, reason=reason), at=at)
    return meeting


def _ask_anew(meeting: Meeting, case: VisitCase, *, at: datetime) -> Meeting:
    """A fresh link in a mail, with the times that are offered."""
    starts = list(meeting.slots.order_by("starts_at").values_list("starts_at", flat=True))
    if meeting.host.do_not_contact:
        raise DoNotContact
    if not meeting.contact_email:
        raise ContactMissing
    if meeting.state != State.ASKED and not starts:
        raise TimesMissing
    if any(start <= at for start in starts):
        raise TimeGone
    _update(meeting, {"nonce": new_nonce()})
    themes = [theme.told_in(meeting.language) for theme in case.themes.in_order()]
    mail = host_emails.host_asked(meeting, starts=starts, head=_head_of(case, meeting.language), themes=themes)
    outbox.put(mail, at=at)
    return meeting


def _check(meeting: Meeting) -> None:
    if meeting.host.do_not_contact and meeting.is_live:
        raise DoNotContact
    if meeting.group and not Delegate.objects.filter(case=meeting.case_id, group=meeting.group).exists():
        raise UnknownGroup


def _update(meeting: Meeting, facts: dict[str, Any]) -> None:
    """Write by compare-and-set; every change has a number of its own."""
    facts["version"] = meeting.version + 1
    if Meeting.objects.filter(pk=meeting.pk, version=meeting.version).update(**facts) != 1:
        raise workflow.Outdated
    for name, value in facts.items():
        setattr(meeting, name, value)


def _put_slots(meeting: Meeting, starts: Sequence[datetime]) -> None:
    if len(starts) > SLOTS_AT_MOST or len(set(starts)) != len(starts):
        raise TimesTooMany
    meeting.slots.all().delete()
    MeetingSlot.objects.bulk_create(MeetingSlot(meeting=meeting, starts_at=start) for start in starts)


def _differ(meeting: Meeting, slots: Sequence[datetime] | None) -> bool:
    return slots is not None and set(slots) != set(meeting.slots.values_list("starts_at", flat=True))


def _head_of(case: VisitCase, language: str) -> str:
    """The title of the head of the party, never a name: the host need not know it yet."""
    head = Delegate.objects.filter(case=case).heads().first()
    return in_language(head, "title", language) if head else ""
