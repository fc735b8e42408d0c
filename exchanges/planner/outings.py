"""Where one party can go on one day: each set of meetings with its least way and earliest return, other parties apart.

The rules are those of `routes` (features.md 4.12 and 4.B): way and security before a meeting, hours of the day, one
lunch. What a party could do alone it may not be able to do together with the others: the figures are optimistic.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from exchanges.planner.options import Options
from exchanges.planner.problem import LUNCH, Day, Meeting

MOST = 600_000  # steps for one party and day; beyond that the meetings are too free for their sets to be listed


class TooMany(Exception):
    """Not an error: there are too many sets to list, and another way of planning is taken."""


@dataclass(frozen=True)
class Outing:
    way: int
    back: int  # minutes from the beginning of the day


Moment = tuple[int, bool]  # end of the last meeting, whether lunch was had
Reach = dict[Moment, int]  # with the least minutes on the way until then
Layer = dict[tuple[int, int], Reach]  # by the set of meetings and the last of them, both as bits


@dataclass(frozen=True)
class Walk:
    """All round trips of one party on one day; `stops` are its meetings, each with its bit."""

    options: Options
    number: int
    stops: Mapping[int, Meeting]

    @property
    def day(self) -> Day:
        return self.options.problem.days[self.number]

    def first(self) -> Layer:
        return {(bit, bit): dict(self._arrivals(meeting)) for bit, meeting in self.stops.items()}

    def _arrivals(self, meeting: Meeting) -> Iterator[tuple[Moment, int]]:
        out = self.options.arrival(self.day.leaves_from, meeting)
        for start in self._starts(meeting):
            yield (start + meeting.minutes, self.day.lunch is None), out
            if eats(self.day, self.day.hours.start, start, out):
                yield (start + meeting.minutes, True), out

    def _starts(self, meeting: Meeting) -> list[int]:
        return self.options.starts[meeting.key][self.number]

    def further(self, layer: Layer) -> Layer:
        """One meeting more."""
        longer: Layer = {}
        for (mask, last), reach in layer.items():
            for bit, meeting in self.stops.items():
                if not mask & bit:
                    found = longer.setdefault((mask | bit, bit), {})
                    self._go_on(reach, self.stops[last], meeting, found)
        return {key: reach for key, reach in longer.items() if reach}

    def _go_on(self, reach: Reach, before: Meeting, after: Meeting, found: Reach) -> None:
        need = self.options.arrival(before.place, after)
        starts = self._starts(after)
        for (end, has_eaten), way in reach.items():
            for start in starts:
                if start - end >= need:
                    moment, waited = start + after.minutes, way + start - end
                    _note(found, (moment, has_eaten), waited)
                    if not has_eaten and eats(self.day, end, start, need):
                        _note(found, (moment, True), waited - LUNCH)

    def steps(self, layer: Layer) -> int:
        """How much work it is to go further from here."""
        starts = sum(len(self._starts(meeting)) for meeting in self.stops.values())
        return starts * sum(len(reach) for reach in layer.values())

    def returns(self, last: Meeting, reach: Reach) -> Iterator[Outing]:
        home, hours = self.options.travel(last.place, self.day.returns_to), self.day.hours
        for (end, has_eaten), way in reach.items():
            if has_eaten or eats(self.day, end, hours.end, home):
                yield Outing(way + home, end + home - hours.start)


def eats(day: Day, start: int, end: int, way: int) -> bool:
    """Whether lunch finds room beside the way, and within the hours of lunch."""
    if day.lunch is None or end - start - way < LUNCH:
        return False
    return min(end, day.lunch.end) - max(start, day.lunch.start) >= LUNCH


def _note(found: Reach, moment: Moment, way: int) -> None:
    if way < found.get(moment, way + 1):
        found[moment] = way


def outings(options: Options, number: int, stops: Mapping[int, Meeting]) -> dict[int, Outing]:
    """Each possible set as the sum of its bits; raises TooMany. Way and return may be those of two round trips."""
    walk, found = Walk(options, number, stops), {0: Outing(0, 0)}
    layer, steps = walk.first(), 0
    while layer:
        for (mask, last), reach in layer.items():
            _keep_best(found, mask, list(walk.returns(stops[last], reach)))
        steps += walk.steps(layer)
        if steps > MOST:
            raise TooMany
        layer = walk.further(layer)
    return found


def _keep_best(found: dict[int, Outing], mask: int, trips: list[Outing]) -> None:
    trips += [found[mask]] if mask in found else []
    if trips:
        found[mask] = Outing(min(trip.way for trip in trips), min(trip.back for trip in trips))
