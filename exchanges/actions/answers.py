"""What a host answers, by a signed link or on the telephone: choose, propose, decline, say who speaks and where."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from clair_portal import workflow
from clair_portal.accounts.models import User
from clair_portal.mail import outbox
from exchanges.actions import bookings, meetings
from exchanges.emails import hosts as host_emails
from exchanges.errors import NotOffered, TimeGone
from exchanges.models import Meeting

State = Meeting.State


@dataclass(frozen=True)
class Reception:
    """Who speaks, and how to find the way in."""

    speaker: str = ""
    arrival: str = ""


@transaction.atomic
def choose(
    meeting: Meeting, *, starts_at: datetime, at: datetime, reception: Reception = Reception(), by: User | None = None
) -> Meeting:
    """Take one of the times offered. Raises NotOffered, TimeGone, Taken, or Outdated if the office was faster."""
    bookings.hold(meeting)
    if not meeting.slots.filter(starts_at=starts_at).exists():
        raise NotOffered
    meetings.confirm(meeting, starts_at=starts_at, by=by, at=at, also=asdict(reception))
    return _told(meeting, by=by, at=at)


@transaction.atomic
def propose(
    meeting: Meeting, *, starts_at: datetime, remark: str = "", at: datetime, by: User | None = None
) -> Meeting:
    """None of the times suits, but this one would. The office decides; nobody is taken yet. Raises TimeGone."""
    bookings.hold(meeting)
    if starts_at <= at:
        raise TimeGone
    facts = {
        "starts_at": starts_at, "ends_at": meeting.end_of(starts_at), "reason": remark,
        "version": meeting.version + 1,
    }  # fmt: skip
    workflow.move(meeting, to=State.HELD, by=by, at=at, reason=remark, also=facts)
    meetings.release(meeting, by=by, at=at)
    return _told(meeting, by=by, at=at)


@transaction.atomic
def decline(meeting: Meeting, *, reason: str, at: datetime, by: User | None = None) -> Meeting:
    """The host cannot receive the delegation, and says why: the office remembers. Everybody has the time again."""
    bookings.hold(meeting)
    facts = {"reason": reason, "version": meeting.version + 1}
    workflow.move(meeting, to=State.DECLINED, by=by, at=at, reason=reason, also=facts)
    meetings.release(meeting, by=by, at=at, reason=reason)
    return _told(meeting, by=by, at=at)


@transaction.atomic
def describe(meeting: Meeting, *, reception: Reception, at: datetime, by: User | None = None) -> Meeting:
    """Say who speaks and how to arrive, once the time is agreed."""
    meetings.edit(meeting, changes=asdict(reception), by=by, at=at)
    return _told(meeting, by=by, at=at)


def _told(meeting: Meeting, *, by: User | None, at: datetime) -> Meeting:
    """Whoever is in charge gets a mail, unless it was they who wrote the answer down."""
    owner = meeting.case.owner
    if owner and owner != by:
        outbox.put(host_emails.host_answered(meeting, to=owner), at=at)
    return meeting
