"""Calendar files (RFC 5545) of meetings: one that a host puts into its calendar."""

from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress

from clair_portal.directory.languages import in_language
from exchanges.models import Meeting

PRODUCT = "-//CLAIR//JLGC portal//EN"


def invitation(meeting: Meeting, *, method: str, language: str) -> bytes:
    """The calendar file of one meeting that has a time. `method` is REQUEST, or CANCEL once it is off.

    UID is the meeting's for its whole life; every change of the meeting has a higher number (RFC 5546, 3.2.5).
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(_entry(meeting, method=method, language=language))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _entry(meeting: Meeting, *, method: str, language: str) -> Event:
    entry = Event()
    entry.add("uid", f"{meeting.uuid}@{urlsplit(settings.PORTAL_URL).hostname}")
    entry.add("sequence", meeting.version)
    entry.add("dtstamp", meeting.created_at)
    for name, moment in (("dtstart", meeting.starts_at), ("dtend", meeting.ends_at)):
        if moment:
            entry.add(name, moment.astimezone(meeting.tz))
    entry.add("summary", f"{in_language(meeting.case.authority, 'name', language)}: {meeting.topic}")
    entry.add("description", meeting.arrival)
    entry.add("location", meeting.place)
    entry.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    entry.add("organizer", _address(meeting.case.office.email or _office_address()))
    if meeting.contact_email:
        entry.add("attendee", _address(meeting.contact_email))
    return entry


def _address(email: str) -> vCalAddress:
    return vCalAddress(f"mailto:{email}")


def _office_address() -> str:
    return str(settings.PORTAL_MAIL_FROM).rpartition("<")[2].rstrip(">")
