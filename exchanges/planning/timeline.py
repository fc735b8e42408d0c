"""A version as a timeline: days as grids of quarters of an hour, sub-groups as lanes. Plain data for a template."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from uuid import UUID

from clair_portal.pages import times
from exchanges.models import ItineraryItem
from exchanges.planning import differences, lines
from exchanges.planning.differences import Difference
from exchanges.planning.lines import Told
from exchanges.planning.ways import lanes

QUARTER = 15
A_DAY = 24 * 60
FIRST_HOUR, LAST_HOUR = 9, 18  # shown in any case
Kind = ItineraryItem.Kind


@dataclass(frozen=True)
class Block:
    """One item: in which rows of the grid (from 0), in which lane (0: all of them), and what is said about it."""

    item: ItineraryItem
    told: Told
    clock: str
    ends: str
    row: int
    rows: int
    lane: int
    beside: int  # how many blocks it would hide
    clashes: list[str]
    can_move: bool

    @property
    def minute(self) -> int:
        """Of the day, where it happens."""
        return self.item.local_start.hour * 60 + self.item.local_start.minute


@dataclass(frozen=True)
class Hour:
    label: str
    row: int


@dataclass(frozen=True)
class Day:
    """One day with its hours; the lanes are the same on every day."""

    on: date
    heading: str
    hours: list[Hour]
    rows: int
    first_minute: int
    lanes: list[str]
    blocks: list[Block]


@dataclass(frozen=True)
class Timeline:
    """What stands in a version, and what is known about it."""

    items: list[ItineraryItem]
    language: str
    changed: Mapping[UUID, Difference] = field(default_factory=dict)
    clashes: Mapping[UUID, list[str]] = field(default_factory=dict)
    may_edit: bool = False
    groups: Sequence[str] = ()  # of the delegation

    @property
    def lanes(self) -> list[str]:
        """The names of the sub-groups, if there are any."""
        return [lane for lane in lanes(self.items, self.groups) if lane]

    def days(self) -> list[Day]:
        """Every day on which something begins."""
        found = groupby(self.items, key=lambda item: item.local_start.date())
        return [self._day(on, list(rows)) for on, rows in found]

    def _day(self, on: date, items: list[ItineraryItem]) -> Day:
        first, last = _window(items)
        blocks: list[Block] = []
        for item in items:
            blocks.append(self._block(item, first * 60, last * 60, blocks))
        hours = [Hour(f"{hour:02}:00", (hour - first) * 60 // QUARTER) for hour in range(first, last)]
        heading = f"{times.day(on)} ({times.zone_name(items[0].zone)})"
        return Day(on, heading, hours, (last - first) * 60 // QUARTER, first * 60, self.lanes, blocks)

    def _block(self, item: ItineraryItem, first: int, last: int, before: list[Block]) -> Block:
        row, rows = _rows(item, first, last)
        lane = self.lanes.index(item.group) + 1 if item.group else 0
        hidden = [one for one in before if one.row < row + rows and row < one.row + one.rows]
        return Block(
            item=item,
            told=lines.told(item, self.language, self.changed.get(item.key)),
            clock=times.clock(item.local_start),
            ends=times.clock(item.ends_at.astimezone(item.tz)),
            row=row,
            rows=rows,
            lane=lane,
            beside=len([one for one in hidden if 0 in (lane, one.lane) or lane == one.lane]),
            clashes=self.clashes.get(item.key, []),
            can_move=self.may_edit and can_move(item),
        )


def can_move(item: ItineraryItem) -> bool:
    """Ways, and meals that nobody has named, are laid anew whenever a meeting moves."""
    return differences.is_told(item)


def _window(items: list[ItineraryItem]) -> tuple[int, int]:
    """From which to which hour a day is shown."""
    spans = [_span(item) for item in items]
    first = min(start for start, _end in spans) // 60
    last = -(-max(end for _start, end in spans) // 60)
    return min(first, FIRST_HOUR), max(last, LAST_HOUR)


def _span(item: ItineraryItem) -> tuple[int, int]:
    """Minutes of its first day; of a night in a hotel only the beginning."""
    start = item.local_start.hour * 60 + item.local_start.minute
    end = start + min(item.minutes, 60 if item.kind == Kind.HOTEL else item.minutes)
    return start, min(end, A_DAY)


def _rows(item: ItineraryItem, first: int, last: int) -> tuple[int, int]:
    """Rounded to quarters, so that what follows does not seem to overlap; never less than one row."""
    start, end = _span(item)
    row, past = (round((minute - first) / QUARTER) for minute in (start, min(end, last)))
    return row, max(past - row, 1)
