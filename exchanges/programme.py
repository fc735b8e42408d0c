"""The meetings of a case day by day, with the time between them: plain data for the pages that show them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from clair_portal.pages import times
from exchanges.models import Meeting


@dataclass(frozen=True)
class Row:
    """One meeting, and how many minutes lie between it and the one before (none: it is the first, or beside it)."""

    meeting: Meeting
    clock: str = ""
    gap: int = 0
    from_clock: str = ""


@dataclass(frozen=True)
class Day:
    """One day where the meetings are; `on` is empty for those that have no time yet."""

    on: date | None
    rows: list[Row] = field(default_factory=list)


def days(meetings: Iterable[Meeting]) -> list[Day]:
    """The days in the order in which they come. `meetings` stand in time order, those without a time last."""
    return [Day(on, _rows(list(found))) for on, found in groupby(meetings, key=_day_of)]


def _day_of(meeting: Meeting) -> date | None:
    return meeting.starts_at.astimezone(meeting.tz).date() if meeting.starts_at else None


def _rows(found: list[Meeting]) -> list[Row]:
    return [_row(meeting, found[:number]) for number, meeting in enumerate(found)]


def _row(meeting: Meeting, earlier: list[Meeting]) -> Row:
    if meeting.starts_at is None:
        return Row(meeting)
    clock = times.clock(meeting.starts_at.astimezone(meeting.tz))
    ended_at = max((one.ends_at for one in earlier if one.is_live and one.ends_at), default=None)
    if ended_at is None or ended_at >= meeting.starts_at:
        return Row(meeting, clock)
    minutes = int((meeting.starts_at - ended_at).total_seconds() // 60)
    return Row(meeting, clock, gap=minutes, from_clock=times.clock(ended_at.astimezone(meeting.tz)))
