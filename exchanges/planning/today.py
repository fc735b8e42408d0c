"""The day of a programme for a telephone: what comes next, where, who waits there, and what was told about delays."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from clair_portal.pages import times
from exchanges.models import Delay, Itinerary, ItineraryItem
from exchanges.planning import lines
from exchanges.planning.lines import Told


@dataclass(frozen=True)
class Stop:
    """One item of the day."""

    item: ItineraryItem
    told: Told
    clock: str
    ends: str
    late: list[int]  # minutes that were told
    has_host: bool


@dataclass(frozen=True)
class Today:
    """What is still to come, the next thing first, and what is over."""

    on: date
    heading: str
    is_today: bool
    coming: list[Stop]
    over: list[Stop]


def of(itinerary: Itinerary, language: str, *, at: datetime) -> Today | None:
    """The day itself; before the visit its first day, on a day without items the next one, afterwards the last."""
    items = list(itinerary.items.for_pages().in_order())
    if not items:
        return None
    on = _day(items, at)
    late = _late(Delay.objects.of_version(itinerary))
    rows = [(item, _stop(item, language, late)) for item in items if item.local_start.date() == on]
    return Today(
        on=on,
        heading=f"{times.day(on)} ({times.zone_name(rows[0][0].zone)})",
        is_today=on == at.astimezone(rows[0][0].tz).date(),
        coming=[stop for item, stop in rows if item.ends_at > at],
        over=[stop for item, stop in rows if item.ends_at <= at],
    )


def _day(items: list[ItineraryItem], at: datetime) -> date:
    now = at.astimezone(items[0].tz).date()
    found = [item.local_start.date() for item in items]
    return next((day for day in found if day >= now), found[-1])


def _late(delays: Iterable[Delay]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for delay in delays:
        found.setdefault(delay.item_id, []).append(delay.minutes)
    return found


def _stop(item: ItineraryItem, language: str, late: dict[int, list[int]]) -> Stop:
    ends = times.clock(item.ends_at.astimezone(item.tz))
    told = lines.told(item, language)
    has_host = item.meeting is not None and item.meeting.is_booked
    return Stop(item, told, times.clock(item.local_start), ends, late.get(item.pk, []), has_host)
