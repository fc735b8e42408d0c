"""The same problem with less demanded: fewer meetings, pins and rules, or a host who can do otherwise."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace

from exchanges.planner.outcome import Rule
from exchanges.planner.problem import Meeting, Party, Pin, Priority, Problem, Window

LONGER = 240  # minutes by which a day may grow at either end when its hours are given up
ANYWHERE = "anywhere"


@dataclass(frozen=True)
class Wanted:
    """That a meeting is held."""

    meeting: str


@dataclass(frozen=True)
class Pinned:
    """That it is held as pinned."""

    meeting: str


Member = Wanted | Pinned | Rule


def members(problem: Problem) -> Iterator[Member]:
    """Everything that a conflict may come from. Dropping goes in this order, so what stands last is kept longest."""
    yield from Rule
    for meeting in problem.meetings:
        if meeting.pin:
            yield Pinned(meeting.key)
        if meeting.priority is Priority.MUST:
            yield Wanted(meeting.key)


def keeping(problem: Problem, kept: Collection[Member]) -> Problem:
    """Only these members hold; shoulds and nices, which may always be left out, are."""
    meetings = tuple(meeting for each in problem.meetings for meeting in _kept(each, kept))
    smaller = replace(problem, meetings=meetings, previous=None)
    for rule, without in WITHOUT.items():
        if rule not in kept:
            smaller = without(smaller)
    return smaller


def _kept(meeting: Meeting, kept: Collection[Member]) -> Iterator[Meeting]:
    is_pinned = Pinned(meeting.key) in kept
    if meeting.priority is Priority.MUST:
        if Wanted(meeting.key) in kept:
            yield meeting if is_pinned else replace(meeting, pin=None)
    elif is_pinned:
        yield meeting


def _each(problem: Problem, change: Callable[[Meeting], Meeting]) -> Problem:
    return replace(problem, meetings=tuple(change(meeting) for meeting in problem.meetings))


def with_longer_days(problem: Problem) -> Problem:
    days = problem.days
    ends = [0, *(day.hours.end for day in days[:-1])]
    starts = [*(day.hours.start for day in days[1:]), days[-1].hours.end + LONGER]
    longer = [
        replace(day, hours=Window(max(day.hours.start - LONGER, before), min(day.hours.end + LONGER, after)))
        for day, before, after in zip(days, ends, starts, strict=True)
    ]
    return replace(problem, days=tuple(longer))


def with_closed_days(problem: Problem) -> Problem:
    return replace(problem, days=tuple(replace(day, closed=False) for day in problem.days))


def without_travel(problem: Problem) -> Problem:
    days = tuple(replace(day, leaves_from=ANYWHERE, returns_to=ANYWHERE) for day in problem.days)
    return _each(replace(problem, days=days), lambda meeting: replace(meeting, place=ANYWHERE))


def without_lunch(problem: Problem) -> Problem:
    return replace(problem, days=tuple(replace(day, lunch=None) for day in problem.days))


def without_interpreting(problem: Problem) -> Problem:
    return _each(problem, lambda meeting: replace(meeting, interpreting=None, pin=_without_team(meeting.pin)))


def _without_team(pin: Pin | None) -> Pin | None:
    return replace(pin, team=None) if pin else None


WITHOUT: dict[Rule, Callable[[Problem], Problem]] = {
    Rule.HOURS: with_longer_days,
    Rule.CLOSED_DAYS: with_closed_days,
    Rule.TRAVEL: without_travel,
    Rule.LUNCH: without_lunch,
    Rule.INTERPRETERS: without_interpreting,
}


def at_any_time(problem: Problem, meeting: str) -> Problem:
    """The host of one meeting could do any time of the open days."""
    hours = tuple(day.hours for day in problem.days if not day.closed)
    return _each(problem, lambda each: replace(each, windows=hours, pin=None) if each.key == meeting else each)


def joined_from(problem: Problem, meeting: str, place: str) -> Problem:
    """One meeting is held online, and its parties are at `place` meanwhile."""
    return _each(problem, lambda each: replace(each, place=place) if each.key == meeting else each)


def split(problem: Problem, party: str) -> Problem:
    """Another part of the party goes to each of its meetings."""
    attended = [meeting.key for meeting in problem.meetings if party in meeting.parties]
    size = next(each.size for each in problem.parties if each.key == party)
    parts = tuple(Party(f"{party} at {key}", size) for key in attended)
    apart = _each(problem, lambda each: _with_part(each, party) if each.key in attended else each)
    return replace(apart, parties=(*problem.parties, *parts))


def _with_part(meeting: Meeting, party: str) -> Meeting:
    return replace(meeting, parties=meeting.parties - {party} | {f"{party} at {meeting.key}"})
