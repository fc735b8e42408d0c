"""Bundles: sets of meetings that can be held on one day, each with what it is worth at best.

A visit's days do not touch each other: way, fees and returns are added up over them (features.md 4.B), and whoever goes
home at night is anywhere in the morning. So a programme is one bundle for each day, and a bundle is a small problem.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from exchanges.planner.options import Options
from exchanges.planner.outcome import Goal
from exchanges.planner.outings import Outing, TooMany, outings
from exchanges.planner.problem import LARGE_PARTY_EXTRA, SECURITY, Day, Meeting, Plan, Problem

MOST = 20_000
NOBODY = 10**12  # the fee of a team that cannot be found

Numbers = NDArray[np.int64]


@dataclass(eq=False)
class Bundle:
    """`worth` is optimistic until `plan` says when and with whom: it never promises too little."""

    number: int  # of the day
    meetings: frozenset[str]
    worth: dict[Goal, int] = field(default_factory=dict)
    plan: Plan | None = None


def nights_are_long(problem: Problem) -> bool:
    """Whether each day's end leaves the next day's beginning alone: for every way and every pause of an interpreter."""
    longest = max(problem.travel.values(), default=0) + SECURITY + LARGE_PARTY_EXTRA
    needed = max([longest, *(rule.pause for rule in problem.rules.values())])
    return all(after.hours.start - before.hours.end >= needed for before, after in pairwise(problem.days))


def detours_cost_time(options: Options, number: int) -> bool:
    """Whether leaving a meeting out never makes a day harder: then what is impossible stays so with more meetings."""
    day = options.problem.days[number]
    today = [meeting for meeting in options.problem.meetings if number in options.starts[meeting.key]]
    for party in options.problem.parties:
        stops = [meeting for meeting in today if party.key in options.parties(meeting)]
        for origin in (day.leaves_from, *(stop.place for stop in stops)):
            if not all(_is_detour(options, day, origin, stop, stops) for stop in stops):
                return False
    return True


def _is_detour(options: Options, day: Day, origin: str, stop: Meeting, stops: list[Meeting]) -> bool:
    until = options.arrival(origin, stop) + stop.minutes
    home = options.travel(origin, day.returns_to) <= until + options.travel(stop.place, day.returns_to)
    return home and all(
        options.arrival(origin, then) <= until + options.arrival(stop.place, then) for then in stops if then != stop
    )


def bundles(options: Options) -> list[Bundle]:
    """Of every day, none of them empty. Raises TooMany."""
    found: list[Bundle] = []
    for number in range(len(options.problem.days)):
        meetings = [meeting for meeting in options.problem.meetings if number in options.starts[meeting.key]]
        found += _of_day(options, number, meetings) if meetings else []
        if len(found) > MOST:
            raise TooMany
    return found


def _of_day(options: Options, number: int, meetings: list[Meeting]) -> Iterator[Bundle]:
    trips = _joined(list(_tables(options, number, meetings)))
    masks = [mask for mask in trips if mask]
    held = np.array([[mask >> bit & 1 for bit in range(len(meetings))] for mask in masks], dtype=np.int64)
    for mask, fee in zip(masks, _least_fees(options, meetings, held.reshape(-1, len(meetings))), strict=True):
        if fee < NOBODY:
            keys = frozenset(meeting.key for bit, meeting in enumerate(meetings) if mask >> bit & 1)
            worth = {Goal.ON_THE_WAY: trips[mask].way, Goal.COST: fee, Goal.FINISH: trips[mask].back}
            yield Bundle(number, keys, {**_of_earlier_plan(options, number, keys), **worth})


def _of_earlier_plan(options: Options, number: int, keys: frozenset[str]) -> dict[Goal, int]:
    previous = options.problem.previous
    if previous is None:
        return {}
    items = [item for item in previous.items if item.meeting in keys]
    return {
        Goal.MOVED: sum(item.start not in options.starts[item.meeting][number] for item in items),
        Goal.RESTAFFED: 0,
    }


Table = tuple[int, dict[int, Outing]]  # the bits that it is about, and the sets that are possible


def _tables(options: Options, number: int, meetings: list[Meeting]) -> Iterator[Table]:
    bits = {1 << bit: meeting for bit, meeting in enumerate(meetings)}
    for party in options.problem.parties:
        stops = {bit: meeting for bit, meeting in bits.items() if party.key in options.parties(meeting)}
        yield sum(stops), outings(options, number, stops)
    for bit, meeting in bits.items():
        if not options.parties(meeting):
            yield bit, {0: Outing(0, 0), bit: Outing(0, 0)}


def _joined(tables: Sequence[Table]) -> dict[int, Outing]:
    """The sets that suit every table: two tables go together where they agree on the meetings that both are about."""
    known, found = 0, {0: Outing(0, 0)}
    for about, table in tables:
        common, by_common = known & about, dict[int, list[int]]()
        for mask in table:
            by_common.setdefault(mask & common, []).append(mask)
        found = {
            one | other: _both(trip, table[other])
            for one, trip in found.items()
            for other in by_common.get(one & common, [])
        }
        known |= about
        if len(found) > MOST:
            raise TooMany
    return found


def _both(one: Outing, other: Outing) -> Outing:
    return Outing(one.way + other.way, one.back + other.back)


def _least_fees(options: Options, meetings: list[Meeting], held: Numbers) -> list[int]:
    """For each row of `held`, were everybody free all day and never tired: the minutes, and the dearest team's day."""
    teams = [_least_fee(options, meeting) for meeting in meetings]
    by_minute, by_day = (np.array(fees, dtype=np.int64) for fees in zip(*teams, strict=True))
    return [int(fee) for fee in held @ by_minute + (held * by_day).max(axis=1)]


def _least_fee(options: Options, meeting: Meeting) -> tuple[int, int]:
    """For the minutes, and for the day."""
    size = options.team_size(meeting)
    able = [person for person in options.problem.interpreters if options.fits(person, meeting)]
    if size is None or len(able) < size:
        return NOBODY, NOBODY
    by_minute, by_day = sorted(person.minute_fee for person in able), sorted(person.day_fee for person in able)
    return meeting.minutes * sum(by_minute[:size]), sum(by_day[:size])
