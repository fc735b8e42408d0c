"""faults(): whether a plan keeps every rule. Knows the dataclasses and nothing of how plans are made."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from exchanges.planner.breaches import Breach, Fault
from exchanges.planner.problem import (
    LARGE_PARTY,
    LARGE_PARTY_EXTRA,
    LUNCH,
    SECURITY,
    Day,
    Interpreter,
    Item,
    Meeting,
    Plan,
    Priority,
    Problem,
)


@dataclass(frozen=True)
class Visit:
    meeting: Meeting
    item: Item

    @property
    def start(self) -> int:
        return self.item.start

    @property
    def end(self) -> int:
        return self.item.start + self.meeting.minutes


def faults(problem: Problem, plan: Plan) -> list[Fault]:
    known = {meeting.key: meeting for meeting in problem.meetings}
    strangers = [Fault(Breach.UNKNOWN, (item.meeting,)) for item in plan.items if item.meeting not in known]
    visits = [Visit(known[item.meeting], item) for item in plan.items if item.meeting in known]
    visits.sort(key=lambda visit: (visit.start, visit.meeting.key))
    found = [*strangers, *_selection(problem, visits)]
    for visit in visits:
        found += [*_moment(problem, visit), *_team(problem, visit)]
    for party in problem.parties:
        found += _party(problem, party.key, [visit for visit in visits if party.key in _who(problem, visit.meeting)])
    for interpreter in problem.interpreters:
        found += _person(problem, interpreter, [visit for visit in visits if interpreter.key in visit.item.team])
    return found


def _selection(problem: Problem, visits: list[Visit]) -> Iterator[Fault]:
    keys = [visit.meeting.key for visit in visits]
    for meeting in problem.meetings:
        if keys.count(meeting.key) > 1:
            yield Fault(Breach.TWICE, (meeting.key,))
        elif meeting.key not in keys and (meeting.priority is Priority.MUST or meeting.pin):
            yield Fault(Breach.MISSING, (meeting.key,))


def _moment(problem: Problem, visit: Visit) -> Iterator[Fault]:
    meeting, key = visit.meeting, (visit.meeting.key,)
    day = _day(problem, visit)
    if day is None:
        yield Fault(Breach.HOURS, key)
    if meeting.pin:
        if meeting.pin.start != visit.start:
            yield Fault(Breach.PIN_MOVED, key)
        return
    if not any(window.start <= visit.start and visit.end <= window.end for window in meeting.windows):
        yield Fault(Breach.WINDOW, key)
    if day is not None and day.closed:
        yield Fault(Breach.CLOSED, key)


def _team(problem: Problem, visit: Visit) -> Iterator[Fault]:
    meeting, team, key = visit.meeting, visit.item.team, (visit.meeting.key,)
    pinned = meeting.pin.team if meeting.pin else None
    if pinned is not None and team != pinned:
        yield Fault(Breach.PIN_TEAM, key)
    if pinned is None and len(team) != _team_size(problem, meeting):
        yield Fault(Breach.TEAM_SIZE, key)
    people = {person.key: person for person in problem.interpreters}
    for name in sorted(team):
        yield from _fit(people.get(name), name, visit)


def _team_size(problem: Problem, meeting: Meeting) -> int:
    """-1, which no team has, where none may work as long."""
    if meeting.interpreting is None:
        return 0
    steps = problem.rules[meeting.interpreting.mode].teams
    return min((people for up_to, people in steps if up_to >= meeting.minutes), default=-1)


def _fit(person: Interpreter | None, name: str, visit: Visit) -> Iterator[Fault]:
    need, key = visit.meeting.interpreting, (visit.meeting.key,)
    if person is None:
        yield Fault(Breach.UNKNOWN, key, name)
        return
    if need and need.pair not in person.pairs:
        yield Fault(Breach.LANGUAGE, key, name)
    if need and need.mode not in person.modes:
        yield Fault(Breach.MODE, key, name)
    if not any(window.start <= visit.start and visit.end <= window.end for window in person.available):
        yield Fault(Breach.AVAILABILITY, key, name)


def _party(problem: Problem, party: str, visits: list[Visit]) -> Iterator[Fault]:
    for before, after in pairwise(visits):
        both = (before.meeting.key, after.meeting.key)
        if after.start < before.end:
            yield Fault(Breach.OVERLAP, both, party)
        elif after.start - before.end < _way(problem, before.meeting.place, after.meeting, party=True):
            yield Fault(Breach.TRAVEL, both, party)
    for day in problem.days:
        today = [visit for visit in visits if _day(problem, visit) is day]
        if today:
            yield from _day_out(problem, day, party, today)


def _day_out(problem: Problem, day: Day, party: str, visits: list[Visit]) -> Iterator[Fault]:
    first, last = visits[0], visits[-1]
    out = _way(problem, day.leaves_from, first.meeting, party=True)
    home = _travel(problem, last.meeting.place, day.returns_to)
    if first.start - out < day.hours.start:
        yield Fault(Breach.HOURS, (first.meeting.key,), party)
    if last.end + home > day.hours.end:
        yield Fault(Breach.HOURS, (last.meeting.key,), party)
    between = [(b.end, a.start, _way(problem, b.meeting.place, a.meeting, party=True)) for b, a in pairwise(visits)]
    gaps = [(day.hours.start, first.start, out), *between, (last.end, day.hours.end, home)]
    if day.lunch and not any(_has_lunch(day, *gap) for gap in gaps):
        yield Fault(Breach.LUNCH, tuple(visit.meeting.key for visit in visits), party)


def _has_lunch(day: Day, start: int, end: int, way: int) -> bool:
    """Eaten anywhere on the way, which takes as long as before."""
    if day.lunch is None or end - start - way < LUNCH:
        return False
    return min(end, day.lunch.end) - max(start, day.lunch.start) >= LUNCH


def _person(problem: Problem, person: Interpreter, visits: list[Visit]) -> Iterator[Fault]:
    for before, after in combinations(visits, 2):
        both, room = (before.meeting.key, after.meeting.key), after.start - before.end
        if room < 0:
            yield Fault(Breach.INTERPRETER_OVERLAP, both, person.key)
        elif room < _rest(problem, before.meeting, after.meeting):
            yield Fault(Breach.INTERPRETER_PAUSE, both, person.key)
    for day in problem.days:
        today = [visit.meeting for visit in visits if _day(problem, visit) is day]
        if _is_too_much(problem, today):
            yield Fault(Breach.LONGEST_DAY, tuple(meeting.key for meeting in today), person.key)


def _rest(problem: Problem, before: Meeting, after: Meeting) -> int:
    modes = [meeting.interpreting.mode for meeting in (before, after) if meeting.interpreting]
    return max(_way(problem, before.place, after, party=False), *(problem.rules[mode].pause for mode in modes), 0)


def _is_too_much(problem: Problem, meetings: list[Meeting]) -> bool:
    limits = {mode: rule.longest_day for mode, rule in problem.rules.items()}
    worked = dict.fromkeys(limits, 0)
    for meeting in meetings:
        if meeting.interpreting:
            worked[meeting.interpreting.mode] += meeting.minutes
    return sum(worked.values()) > max(limits.values()) or any(worked[mode] > limits[mode] for mode in limits)


def _day(problem: Problem, visit: Visit) -> Day | None:
    return next((day for day in problem.days if day.hours.start <= visit.start and visit.end <= day.hours.end), None)


def _who(problem: Problem, meeting: Meeting) -> set[str]:
    return {*meeting.parties, *([problem.head] if meeting.needs_head and problem.head else [])}


def _way(problem: Problem, start: str, meeting: Meeting, *, party: bool) -> int:
    if start == meeting.place:
        return 0
    secured = any(place.security for place in problem.places if place.key == meeting.place)
    people = sum(each.size for each in problem.parties if each.key in _who(problem, meeting)) if party else 1
    extra = (SECURITY if secured else 0) + (LARGE_PARTY_EXTRA if people > LARGE_PARTY else 0)
    return _travel(problem, start, meeting.place) + extra


def _travel(problem: Problem, start: str, end: str) -> int:
    there = problem.travel.get((start, end))
    return 0 if start == end else there if there is not None else problem.travel[end, start]
