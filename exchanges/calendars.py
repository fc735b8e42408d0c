"""Calendar files (RFC 5545) of meetings: one that a host puts into its calendar."""

from icalendar import Event

from clair_portal.directory.languages import in_language
from clair_portal.documents.calendar_files import calendar_file, mailto, uid
from exchanges.models import Meeting


def invitation(meeting: Meeting, *, method: str, language: str) -> bytes:
    """The calendar file of one meeting that has a time. `method` is REQUEST, or CANCEL once it is off.

    UID is the meeting's for its whole life; every change of the meeting has a higher number (RFC 5546, 3.2.5).
    """
    return calendar_file([_entry(meeting, method=method, language=language)], method=method)


def _entry(meeting: Meeting, *, method: str, language: str) -> Event:
    entry = Event()
    entry.add("uid", uid(meeting.uuid))
    entry.add("sequence", meeting.version)
    entry.add("dtstamp", meeting.created_at)
    for name, moment in (("dtstart", meeting.starts_at), ("dtend", meeting.ends_at)):
        if moment:
            entry.add(name, moment.astimezone(meeting.tz))
    entry.add("summary", f"{in_language(meeting.case.authority, 'name', language)}: {meeting.topic}")
    entry.add("description", meeting.arrival)
    entry.add("location", meeting.place)
    entry.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    entry.add("organizer", mailto(meeting.case.office.email))
    if meeting.contact_email:
        entry.add("attendee", mailto(meeting.contact_email))
    return entry
