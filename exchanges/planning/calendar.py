"""The whole programme as a calendar file (RFC 5545): meetings, flights, hotels and named meals; ways are left out."""

from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event

from exchanges.models import Itinerary, ItineraryItem
from exchanges.planning import differences, lines

PRODUCT = "-//CLAIR//JLGC portal//EN"


def programme(itinerary: Itinerary, *, language: str) -> bytes:
    """An item keeps its UID from version to version; a later version has the higher SEQUENCE."""
    found = Calendar()
    found.add("prodid", PRODUCT)
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", str(itinerary.case))
    for item in itinerary.items.for_pages().in_order():
        if differences.is_told(item):
            found.add_component(_entry(itinerary, item, language))
    found.add_missing_timezones()
    return bytes(found.to_ical())


def _entry(itinerary: Itinerary, item: ItineraryItem, language: str) -> Event:
    told = lines.told(item, language)
    entry = Event()
    entry.add("uid", f"{item.key}@{urlsplit(settings.PORTAL_URL).hostname}")
    entry.add("sequence", itinerary.number)
    entry.add("dtstamp", itinerary.made_at)
    entry.add("dtstart", item.local_start)
    entry.add("dtend", item.ends_at.astimezone(item.tz))
    entry.add("summary", told.title)
    entry.add("description", "\n".join(f"{label}: {value}" for label, value in told.details))
    entry.add("location", item.place)
    entry.add("status", "CONFIRMED" if itinerary.state == Itinerary.State.AGREED else "TENTATIVE")
    return entry
