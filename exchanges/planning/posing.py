"""The planner's problem for a journey: days, places, parties, meetings with their windows and pins, interpreters."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import permutations

from exchanges import rule_table, working_days
from exchanges.models import Meeting
from exchanges.planner.problem import LUNCH, Day, Party, Pin, Place, Plan, Priority, Problem, Window
from exchanges.planner.problem import Meeting as Wanted
from exchanges.planning import people
from exchanges.planning.journey import Journey, key_of, place_of

OPENS, CLOSES = time(9), time(17, 30)
LUNCH_FROM, LUNCH_TO = time(12), time(14)
BASE = "·base"  # where the party sleeps is not in the tables: days begin and end at a meeting
AGREED = frozenset({Meeting.State.CONFIRMED, Meeting.State.CHANGED, Meeting.State.DONE})


@dataclass(frozen=True)
class Posed:
    """The question, and the meetings for which the roster has nobody: they are planned without an interpreter."""

    problem: Problem
    without_interpreter: tuple[str, ...] = ()


def pose(journey: Journey, previous: Plan | None = None) -> Posed:
    """`previous` is the plan of the version before: as little of it as possible is changed."""
    days = tuple(_day(journey, day) for day in working_days.between(journey.first_on, journey.last_on))
    meetings = [_wanted(journey, meeting, days) for meeting in journey.meetings]
    roster = people.roster(journey, days) if any(one.interpreting for one in meetings) else ()
    without = tuple(one.key for one in meetings if not people.can_serve(roster, one))
    places = sorted({one.place for one in meetings})
    problem = Problem(
        days=days,
        places=tuple(Place(place) for place in (BASE, *places)),
        parties=tuple(Party(name, size) for name, size in journey.sizes.items()),
        meetings=tuple(_as_possible(one, without) for one in meetings),
        travel=_travel(journey, places),
        interpreters=roster,
        rules=rule_table.for_the_planner(),
        previous=previous,
    )
    return Posed(problem, without)


def _as_possible(meeting: Wanted, without: tuple[str, ...]) -> Wanted:
    return replace(meeting, interpreting=None) if meeting.key in without else meeting


def _day(journey: Journey, day: date) -> Day:
    """Offered and agreed times count even where they lie before nine or in the evening."""
    named = [span for meeting in journey.meetings for span in _spans(journey, meeting) if _is_on(journey, span, day)]
    hours = _window(journey, day, OPENS, CLOSES)
    lunch = _window(journey, day, LUNCH_FROM, LUNCH_TO)
    agreed = [_agreed(journey, meeting) for meeting in journey.meetings]
    return Day(
        key=day.isoformat(),
        hours=Window(min([hours.start, *(s.start for s in named)]), max([hours.end, *(s.end for s in named)])),
        leaves_from=BASE,
        returns_to=BASE,
        lunch=None if any(span and _is_working_lunch(span, lunch) for span in agreed) else lunch,
        closed=not working_days.works(day, str(journey.case.country)),
    )


def _window(journey: Journey, day: date, start: time, end: time) -> Window:
    return Window(*(journey.minute(datetime.combine(day, clock, tzinfo=journey.tz)) for clock in (start, end)))


def _is_on(journey: Journey, span: Window, day: date) -> bool:
    return journey.moment(span.start).astimezone(journey.tz).date() == day


def _is_working_lunch(span: Window, lunch: Window) -> bool:
    """Agreed with a host over lunch: the party eats there."""
    return span.start - lunch.start < LUNCH and lunch.end - span.end < LUNCH


def _spans(journey: Journey, meeting: Meeting) -> Iterator[Window]:
    """The times agreed, proposed by the host, or offered to it."""
    starts = [meeting.starts_at] if meeting.starts_at else sorted(slot.starts_at for slot in meeting.slots.all())
    for start in starts:
        yield Window(journey.minute(start), journey.minute(start) + meeting.minutes)


def _agreed(journey: Journey, meeting: Meeting) -> Window | None:
    return next(_spans(journey, meeting), None) if meeting.state in AGREED else None


def _wanted(journey: Journey, meeting: Meeting, days: Iterable[Day]) -> Wanted:
    windows = tuple(_spans(journey, meeting)) or tuple(_opening(journey, day) for day in days if not day.closed)
    agreed = _agreed(journey, meeting)
    return Wanted(
        key=key_of(meeting),
        minutes=meeting.minutes,
        place=place_of(meeting),
        parties=journey.parties(meeting),
        windows=windows,
        priority=Priority(meeting.priority),
        interpreting=people.need(journey.case, meeting),
        pin=Pin(agreed.start, people.team(meeting)) if agreed else None,
    )


def _opening(journey: Journey, day: Day) -> Window:
    return _window(journey, date.fromisoformat(day.key), OPENS, CLOSES)


def _travel(journey: Journey, places: list[str]) -> dict[tuple[str, str], int]:
    from_base = {(BASE, place): 0 for place in places}
    return from_base | {(start, end): journey.way(start, end) for start, end in permutations(places, 2)}
