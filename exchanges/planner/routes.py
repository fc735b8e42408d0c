"""The way of each party through each day: one round trip from the base past its meetings, with one lunch on it."""

from collections.abc import Iterator
from dataclasses import dataclass

from ortools.sat.python import cp_model

from exchanges.planner.model import Model
from exchanges.planner.problem import LUNCH, Day, Meeting

BASE = 0
Stop = tuple[int, Meeting]


@dataclass(frozen=True)
class Leg:
    """A way from one stop to the next, with or without lunch in between, and the least time it can cost."""

    start: int
    end: int
    has_lunch: bool
    cost: int
    taken: cp_model.IntVar


@dataclass(frozen=True)
class Route:
    """One party on one day."""

    model: Model
    party: str
    number: int
    stops: list[Stop]
    leave: cp_model.IntVar
    back: cp_model.IntVar
    is_used: cp_model.IntVar
    on_the_way: cp_model.IntVar

    @property
    def day(self) -> Day:
        return self.model.options.problem.days[self.number]

    @property
    def flavours(self) -> tuple[bool, ...]:
        return (False, True) if self.day.lunch else (False,)


def add_routes(model: Model) -> list[Route]:
    routes = [route for party in model.options.problem.parties for route in _routes(model, party.key)]
    for route in routes:
        _close(route, [*_outer_legs(route), *_inner_legs(route)])
    return routes


def _routes(model: Model, party: str) -> Iterator[Route]:
    attended = [meeting for meeting in model.options.problem.meetings if party in model.options.parties(meeting)]
    for number in range(len(model.options.problem.days)):
        stops = [meeting for meeting in attended if (meeting.key, number) in model.on]
        if stops:
            yield _route(model, party, number, list(enumerate(stops, 1)))


def _route(model: Model, party: str, number: int, stops: list[Stop]) -> Route:
    hours, name = model.options.problem.days[number].hours, f"{party} on {number}"
    return Route(
        model=model,
        party=party,
        number=number,
        stops=stops,
        leave=model.cp.new_int_var(hours.start, hours.end, f"leave {name}"),
        back=model.cp.new_int_var(hours.start, hours.end, f"back {name}"),
        is_used=model.yes_or_no(f"out {name}"),
        on_the_way=model.cp.new_int_var(0, hours.end - hours.start, f"way {name}"),
    )


def _close(route: Route, legs: list[Leg]) -> None:
    """One round trip over the stops of the day; a stop that is not visited keeps to itself."""
    arcs = [(leg.start, leg.end, leg.taken) for leg in legs]
    alone = [(number, number, ~route.model.on[meeting.key, route.number]) for number, meeting in route.stops]
    route.model.cp.add_circuit([*arcs, *alone, (BASE, BASE, ~route.is_used)])
    if route.day.lunch:
        route.model.cp.add(sum(leg.taken for leg in legs if leg.has_lunch) == route.is_used)
    _measure(route, legs)
    _bound(route)


def _bound(route: Route) -> None:
    """Implied by the legs, said once more without conditions: no party is back before its meetings allow."""
    options, begin = route.model.options, route.day.hours.start
    for _, meeting in route.stops:
        home = meeting.minutes + options.travel(meeting.place, route.day.returns_to)
        times = [(start + home - begin) * route.model.at[meeting.key, start] for start in _starts(route, meeting)]
        route.model.cp.add(route.back >= begin + sum(times))


def _measure(route: Route, legs: list[Leg]) -> None:
    """Time out, less meetings and a lunch between two of them. The sum over the legs is implied; it gives the bound."""
    cp, on = route.model.cp, route.model.on
    met = sum(meeting.minutes * on[meeting.key, route.number] for _, meeting in route.stops)
    lunch = sum(LUNCH * leg.taken for leg in legs if leg.has_lunch and BASE not in (leg.start, leg.end))
    cp.add(route.on_the_way >= route.back - route.leave - met - lunch)
    cp.add(route.on_the_way >= sum(leg.cost * leg.taken for leg in legs))
    cp.add(route.leave == route.day.hours.start).only_enforce_if(~route.is_used)
    cp.add(route.back == route.day.hours.start).only_enforce_if(~route.is_used)


def _outer_legs(route: Route) -> Iterator[Leg]:
    """Out of the base, and back to it. Lunch before the first meeting or after the last costs no time on the way."""
    options, day = route.model.options, route.day
    for number, meeting in route.stops:
        there = options.arrival(day.leaves_from, meeting)
        home = meeting.minutes + options.travel(meeting.place, day.returns_to)
        for has_lunch in route.flavours:
            yield _leg_out(route, number, meeting, there, has_lunch=has_lunch)
            yield _leg_back(route, number, meeting, home, has_lunch=has_lunch)


def _leg_out(route: Route, number: int, meeting: Meeting, there: int, *, has_lunch: bool) -> Leg:
    cp, start = route.model.cp, route.model.start[meeting.key]
    leg = Leg(BASE, number, has_lunch, there, route.model.yes_or_no(""))
    cp.add(route.leave <= start - there).only_enforce_if(leg.taken)
    if has_lunch and route.day.lunch:
        earliest = LUNCH + max(route.day.lunch.start, route.day.hours.start + there)
        cp.add(start >= earliest).only_enforce_if(leg.taken)
    return leg


def _leg_back(route: Route, number: int, meeting: Meeting, home: int, *, has_lunch: bool) -> Leg:
    cp, start = route.model.cp, route.model.start[meeting.key]
    leg = Leg(number, BASE, has_lunch, home - meeting.minutes, route.model.yes_or_no(""))
    cp.add(route.back >= start + home).only_enforce_if(leg.taken)
    if has_lunch and route.day.lunch:
        latest = min(route.day.lunch.end - meeting.minutes, route.day.hours.end - home) - LUNCH
        cp.add(start <= latest).only_enforce_if(leg.taken)
    return leg


def _inner_legs(route: Route) -> Iterator[Leg]:
    for here, first in route.stops:
        for there, second in route.stops:
            for has_lunch in route.flavours if here != there else ():
                yield from _leg_between(route, (here, first), (there, second), has_lunch=has_lunch)


def _leg_between(route: Route, first: Stop, second: Stop, *, has_lunch: bool) -> Iterator[Leg]:
    """None where the offered times leave no room: most legs fall away here, and what stays has a true price."""
    (here, before), (there, after) = first, second
    need = route.model.options.arrival(before.place, after) + (LUNCH if has_lunch else 0)
    ends = [
        start + before.minutes
        for start in _starts(route, before)
        if not has_lunch or _can_eat_after(route, start + before.minutes)
    ]
    starts = [start for start in _starts(route, after) if not has_lunch or _can_eat_before(route, start)]
    room = _least_room(ends, starts, need)
    if room is None:
        return
    taken, cp, start = route.model.yes_or_no(""), route.model.cp, route.model.start
    cp.add(start[after.key] >= start[before.key] + before.minutes + need).only_enforce_if(taken)
    if has_lunch:
        cp.add(start[before.key] <= max(ends) - before.minutes).only_enforce_if(taken)
        cp.add(start[after.key] >= min(starts)).only_enforce_if(taken)
    yield Leg(here, there, has_lunch, room - (LUNCH if has_lunch else 0), taken)


def _starts(route: Route, meeting: Meeting) -> list[int]:
    return route.model.options.starts[meeting.key][route.number]


def _can_eat_after(route: Route, end: int) -> bool:
    return route.day.lunch is not None and end + LUNCH <= route.day.lunch.end


def _can_eat_before(route: Route, start: int) -> bool:
    return route.day.lunch is not None and route.day.lunch.start + LUNCH <= start


def _least_room(ends: list[int], starts: list[int], need: int) -> int | None:
    """The shortest time from one of `ends` to one of `starts` that is not shorter than `need`."""
    return min((start - end for end in ends for start in starts if start - end >= need), default=None)
