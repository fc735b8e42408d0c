"""Calendar files (RFC 5545): one place as an invitation, many events as a public feed."""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, vCalAddress
from icalendar import Event as Entry

from clair_portal.directory.languages import in_language
from events.models import Event, Registration

PRODUCT = "-//CLAIR//JLGC portal//EN"


def invitation(registration: Registration, *, method: str, language: str) -> bytes:
    """The calendar file of one place. `method` is REQUEST, or CANCEL once the place is gone.

    UID is the registration's for its whole life; SEQUENCE counts the event's changes, and a cancellation
    stands above all of them (RFC 5546, 3.2.5).
    """
    event = registration.event
    entry = _entry(event, language=language, uid=str(registration.uuid), stamp=registration.registered_at)
    entry.add("organizer", _address(event.host.email or _office_address()))
    entry.add("attendee", _address(registration.email))
    if method == "CANCEL":
        entry["sequence"] = event.sequence + 1
        entry["status"] = "CANCELLED"
    return _calendar([entry], method=method)


def feed(events: Iterable[Event], *, name: str, language: str) -> bytes:
    """A public feed: no attendees, cancelled events stay in it as cancelled."""
    entries = [
        _entry(event, language=language, uid=str(event.uuid), stamp=event.published_at or event.created_at)
        for event in events
    ]
    return _calendar(entries, method="PUBLISH", name=name)


def _entry(event: Event, *, language: str, uid: str, stamp: datetime) -> Entry:
    entry = Entry()
    entry.add("uid", f"{uid}@{urlsplit(settings.PORTAL_URL).hostname}")
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


def _calendar(entries: Iterable[Entry], *, method: str, name: str = "") -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", name)
    for entry in entries:
        calendar.add_component(entry)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _address(email: str) -> vCalAddress:
    return vCalAddress(f"mailto:{email}")


def _office_address() -> str:
    return str(settings.PORTAL_MAIL_FROM).rpartition("<")[2].rstrip(">")
