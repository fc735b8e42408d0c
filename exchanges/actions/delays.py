"""Delays on the day: who waits for the delegation hears of it at once."""

from datetime import datetime

from django.db import transaction

from clair_portal.accounts.models import User
from clair_portal.mail import outbox
from clair_portal.mail.message import Message
from exchanges.day_errors import NobodyToTell, NotAgreedYet, NothingToDelay, NotItsDay
from exchanges.emails import delays as delay_emails
from exchanges.models import Assignment, Delay, Itinerary, ItineraryItem, Meeting


@transaction.atomic
def announce(item: ItineraryItem, *, minutes: int, by: User, at: datetime) -> Delay:
    """Tell the host of a meeting and its interpreters that the delegation comes later. A second click tells nobody.

    Raises NotAgreedYet, NothingToDelay, NotItsDay, NobodyToTell.
    """
    meeting = _expected(item, at)
    messages = _messages(item, meeting, minutes)
    if not messages:
        raise NobodyToTell
    delay, is_new = Delay.objects.get_or_create(item=item, minutes=minutes, defaults={"told_at": at, "told_by": by})
    if is_new:
        outbox.put_all(messages, at=at)
    return delay


def may_be_late(item: ItineraryItem, *, at: datetime) -> bool:
    """Whether somebody waits there today, and still does."""
    has_somebody = item.meeting is not None and item.meeting.is_booked
    return has_somebody and item.local_start.date() == at.astimezone(item.tz).date() and at < item.ends_at


def _expected(item: ItineraryItem, at: datetime) -> Meeting:
    """The meeting of an agreed version that takes place today."""
    if item.itinerary.state != Itinerary.State.AGREED:
        raise NotAgreedYet
    if item.meeting is None or not item.meeting.is_booked:
        raise NothingToDelay
    if not may_be_late(item, at=at):
        raise NotItsDay
    return item.meeting


def _messages(item: ItineraryItem, meeting: Meeting, minutes: int) -> list[Message]:
    coming = Assignment.objects.taken().filter(meeting=meeting, interpreter__person__email__gt="")
    found = [delay_emails.interpreter_late(one, item, minutes) for one in coming.for_pages().order_by("pk")]
    return [delay_emails.host_late(item, meeting, minutes), *found] if meeting.contact_email else found
