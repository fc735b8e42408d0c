"""The whole programme as a calendar file (RFC 5545): meetings, flights, hotels and named meals; ways are left out."""

from collections.abc import Iterable

from icalendar import Event

from clair_portal.documents.calendar_files import calendar_file, uid
from exchanges.models import Delegate, Itinerary, ItineraryItem
from exchanges.planning import differences, lines


def programme(itinerary: Itinerary, *, language: str) -> bytes:
    """An item keeps its UID from version to version; a later version has the higher SEQUENCE."""
    return _file(itinerary, itinerary.items.for_pages().in_order(), language)


def of_member(itinerary: Itinerary, member: Delegate, *, language: str) -> bytes:
    """The same for one member: what everybody does, and what their own sub-group does."""
    items = itinerary.items.for_pages().in_order()
    return _file(itinerary, (item for item in items if item.group in ("", member.group)), language)


def _file(itinerary: Itinerary, items: Iterable[ItineraryItem], language: str) -> bytes:
    entries = [_entry(itinerary, item, language) for item in items if differences.is_told(item)]
    return calendar_file(entries, method="PUBLISH", name=str(itinerary.case))


def _entry(itinerary: Itinerary, item: ItineraryItem, language: str) -> Event:
    told = lines.told(item, language)
    entry = Event()
    entry.add("uid", uid(item.key))
    entry.add("sequence", itinerary.number)
    entry.add("dtstamp", itinerary.made_at)
    entry.add("dtstart", item.local_start)
    entry.add("dtend", item.ends_at.astimezone(item.tz))
    entry.add("summary", told.title)
    entry.add("description", "\n".join(f"{label}: {value}" for label, value in told.details))
    entry.add("location", item.place)
    entry.add("status", "CONFIRMED" if itinerary.state == Itinerary.State.AGREED else "TENTATIVE")
    return entry
