"""One item of a programme in the words of one language: for the pages, the PDF and the calendar."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from clair_portal.directory import names
from clair_portal.directory.languages import in_language
from clair_portal.pages import times
from exchanges.models import ItineraryItem, Meeting
from exchanges.planning.differences import Change, Difference

Kind = ItineraryItem.Kind


@dataclass(frozen=True)
class Told:
    """What a reader of one language sees of an item."""

    language: str
    title: str
    details: tuple[tuple[str, str], ...] = ()  # label and value
    mark: str = ""  # how it differs from the version before


def told(item: ItineraryItem, language: str, difference: Difference | None = None) -> Told:
    with override(language):
        mark = changed(difference) if difference else ""
        return Told(language, headline(item, language), tuple(_details(item, language)), mark)


def headline(item: ItineraryItem, language: str) -> str:
    """Its title, or what it is: to be called with that language active."""
    given = in_language(item, "title", language)
    if item.kind == Kind.TRAVEL and not given:
        return _("To %(place)s, %(minutes)d minutes") % {"place": item.place, "minutes": item.minutes}
    return given or (_("Lunch") if item.kind == Kind.MEAL else item.get_kind_display())


def changed(difference: Difference) -> str:
    """New · Was 10:00–11:00 · Changed · Left out."""
    before = difference.before
    if difference.change is Change.MOVED and before:
        return _("Was: %(when)s") % {"when": f"{times.day(before.local_start, year=False)} {clocks(before)}"}
    words = {Change.ADDED: _("New in this version"), Change.CHANGED: _("Changed"), Change.DROPPED: _("Left out")}
    return words.get(difference.change, "")


def clocks(item: ItineraryItem) -> str:
    """10:00–11:30, where it happens."""
    return f"{times.clock(item.local_start)}–{times.clock(item.ends_at.astimezone(item.tz))}"


def _details(item: ItineraryItem, language: str) -> Iterator[tuple[str, str]]:
    if item.meeting:
        yield from _of_meeting(item, item.meeting, language)
    elif item.kind != Kind.TRAVEL and item.place:
        yield _("Place"), item.place
    if item.group:
        yield _("Who attends"), item.group
    if item.note:
        yield _("Remark"), item.note


def _of_meeting(item: ItineraryItem, meeting: Meeting, language: str) -> Iterator[tuple[str, str]]:
    spoken = [names.formatted(one.person, language[:2], names.Context.PLAIN) for one in item.team.all()]
    facts = (
        (_("Topic"), meeting.topic),
        (_("Place"), item.place),
        (_("How to arrive"), meeting.arrival),
        (_("Contact person"), meeting.contact_name),
        (_("Speaker"), meeting.speaker),
        (_("Who attends"), "" if item.group else _("everybody")),
        (_("Interpreter"), ", ".join(spoken)),
    )
    yield from ((label, value) for label, value in facts if value)
