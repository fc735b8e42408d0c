"""A version day by day for a page, in one language."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from clair_portal.pages import times
from exchanges.models import Itinerary, ItineraryItem, Meeting, VisitCase
from exchanges.planning import lines, printing
from exchanges.planning.lines import Told

WAITS = frozenset({Meeting.State.ASKED, Meeting.State.SLOTS_OFFERED, Meeting.State.HELD, Meeting.State.CHANGED})
BEFORE_PLANNING = frozenset({
    VisitCase.State.DRAFT, VisitCase.State.ENQUIRY, VisitCase.State.NEED_INFO, VisitCase.State.POSSIBLE,
    VisitCase.State.PARTLY, VisitCase.State.DECLINED, VisitCase.State.FORMAL, VisitCase.State.ENDORSED,
})  # fmt: skip
SETTLED = frozenset({Meeting.State.CONFIRMED, Meeting.State.DONE})


@dataclass(frozen=True)
class Row:
    """One item: when, in what words, and what is known about the meeting by now."""

    item: ItineraryItem
    clock: str
    ends: str
    told: Told
    tone: str = ""  # good: agreed with the host; warn: the host has still to answer
    tag: str = ""


@dataclass(frozen=True)
class Day:
    on: datetime
    heading: str
    rows: list[Row]


@dataclass(frozen=True)
class Programme:
    itinerary: Itinerary
    days: list[Day]


def of_case(case: VisitCase, user: Any, language: str) -> Programme | None:
    """What the page of a case shows to this reader: the newest version that is proposed or agreed."""
    if case.state in BEFORE_PLANNING:
        return None
    found = Itinerary.objects.visible_to(user).filter(case=case).shown().first()
    return Programme(found, days(found, language)) if found else None


def days(itinerary: Itinerary, language: str) -> list[Day]:
    """The items under their days, changes since the version before marked."""
    items = list(itinerary.items.for_pages().in_order())
    changed = {one.item.key: one for one in printing.changes_of(itinerary, items)}
    rows = [_row(item, lines.told(item, language, changed.get(item.key))) for item in items]
    return [
        _day(list(found)) for _on, found in groupby(rows, key=lambda row: (row.item.local_start.date(), row.item.zone))
    ]


def _day(rows: list[Row]) -> Day:
    first = rows[0].item
    return Day(first.local_start, f"{times.day(first.local_start)} ({times.zone_name(first.zone)})", rows)


def _row(item: ItineraryItem, told: Told) -> Row:
    tone, tag = _tag(item.meeting)
    ends = times.clock(item.ends_at.astimezone(item.tz))
    return Row(item, times.clock(item.local_start), ends, told, tone, tag)


def _tag(meeting: Meeting | None) -> tuple[str, str]:
    if meeting is None:
        return "", ""
    tone = "good" if meeting.state in SETTLED else "warn" if meeting.state in WAITS else "full"
    return tone, meeting.get_state_display()
