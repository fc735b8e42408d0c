"""Calendar files (RFC 5545): one place as an invitation, many events as a public feed."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from icalendar import Event as Entry

from clair_portal.directory.languages import in_language
from clair_portal.documents.calendar_files import calendar_file, mailto, uid
from events.models import Event, Registration


def invitation(registration: Registration, *, method: str, language: str) -> bytes:
    """The calendar file of one place. `method` is REQUEST, or CANCEL once the place is gone.

    UID is the registration's for its whole life; SEQUENCE counts the event's changes, and a cancellation
    stands above all of them (RFC 5546, 3.2.5).
    """
    event = registration.event
    entry = _entry(event, language=language, key=str(registration.uuid), stamp=registration.registered_at)
    entry.add("organizer", mailto(event.host.email))
    entry.add("attendee", mailto(registration.email))
    if method == "CANCEL":
        entry["sequence"] = event.sequence + 1
        entry["status"] = "CANCELLED"
    return calendar_file([entry], method=method)


def feed(events: Iterable[Event], *, name: str, language: str) -> bytes:
    """A public feed: no attendees, cancelled events stay in it as cancelled."""
    entries = [
        _entry(event, language=language, key=str(event.uuid), stamp=event.published_at or event.created_at)
        for event in events
    ]
    return calendar_file(entries, method="PUBLISH", name=name)


def _entry(event: Event, *, language: str, key: str, stamp: datetime) -> Entry:
    entry = Entry()
    entry.add("uid", uid(key))
    entry.add("sequence", event.sequence)
    entry.add("dtstamp", stamp)
    entry.add("dtstart", event.starts_at.astimezone(event.tz))
    entry.add("dtend", event.ends_at.astimezone(event.tz))
    entry.add("summary", in_language(event, "title", language))
    entry.add("description", in_language(event, "summary", language))
    entry.add("location", event.whereabouts)
    entry.add("url", settings.PORTAL_URL + reverse("events:event", args=[event.slug]))
    entry.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    return entry
