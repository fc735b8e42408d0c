"""The best plan by trying all of them: for a handful of meetings with few possible beginnings."""

from collections.abc import Iterator
from itertools import combinations

from exchanges.planner.breaches import Breach
from exchanges.planner.checker import faults
from exchanges.planner.outcome import Goal
from exchanges.planner.problem import Item, Meeting, Plan, Priority, Problem
from exchanges.planner.worth import worth


def best(problem: Problem) -> dict[Goal, int] | None:
    """The worth of the best plan, goals in their order; None if no plan keeps the rules."""
    worths = [worth(problem, Plan(items)) for items in _plans(problem, (), problem.meetings)]
    return min(worths, key=lambda found: list(found.values()), default=None)


def _plans(problem: Problem, items: tuple[Item, ...], left: tuple[Meeting, ...]) -> Iterator[tuple[Item, ...]]:
    """Given up as soon as a rule is broken: no further meeting mends that."""
    if not left:
        yield items
        return
    first, *others = left
    if first.priority is not Priority.MUST and not first.pin:
        yield from _plans(problem, items, tuple(others))
    for item in _items(problem, first):
        longer = (*items, item)
        if all(fault.breach is Breach.MISSING for fault in faults(problem, Plan(longer))):
            yield from _plans(problem, longer, tuple(others))


def _items(problem: Problem, meeting: Meeting) -> Iterator[Item]:
    for start in _beginnings(problem, meeting):
        for team in _teams(problem, meeting):
            yield Item(meeting.key, start, team)


def _beginnings(problem: Problem, meeting: Meeting) -> list[int]:
    if meeting.pin:
        return [meeting.pin.start]
    offered = [range(w.start, w.end - meeting.minutes + 1, problem.step) for w in meeting.windows]
    return sorted({start for starts in offered for start in starts})


def _teams(problem: Problem, meeting: Meeting) -> Iterator[frozenset[str]]:
    if meeting.interpreting is None:
        yield frozenset()
        return
    people = [person.key for person in problem.interpreters]
    for size in range(1, len(people) + 1):
        yield from (frozenset(team) for team in combinations(people, size))
