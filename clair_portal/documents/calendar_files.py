"""Calendar files (RFC 5545): the frame around entries, and what every entry of the portal is called by."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress

PRODUCT = "-//CLAIR//JLGC portal//EN"


def calendar_file(entries: Iterable[Event], *, method: str, name: str = "") -> bytes:
    """The file of these entries, with the time zones that they need. `method` is PUBLISH, REQUEST or CANCEL."""
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


def uid(key: object) -> str:
    """The name of an entry for its whole life, in every calendar: what it is about, at the portal's own address."""
    return f"{key}@{urlsplit(settings.PORTAL_URL).hostname}"


def mailto(email: str) -> vCalAddress:
    """Somebody's address as organiser or attendee; without one, the office's."""
    return vCalAddress(f"mailto:{email or _office_address()}")


def _office_address() -> str:
    return str(settings.PORTAL_MAIL_FROM).rpartition("<")[2].rstrip(">")
