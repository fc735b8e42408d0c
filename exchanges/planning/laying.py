"""A plan laid out as the items of a version: meetings, the ways between them and the meals."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from exchanges.models import ItineraryItem, Meeting
from exchanges.planner.options import Options
from exchanges.planner.problem import LUNCH, Day, Item, Plan, Problem
from exchanges.planner.problem import Meeting as Wanted
from exchanges.planning.journey import EVERYBODY, Journey

Kind = ItineraryItem.Kind


@dataclass(frozen=True)
class Laid:
    """An item that is not written yet, and who interprets."""

    item: ItineraryItem
    team: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Stretch:
    """Something that a party does besides meetings: where it goes, or that it eats."""

    kind: str
    start: int
    end: int
    place: str = ""


@dataclass(frozen=True)
class Visit:
    meeting: Wanted
    start: int

    @property
    def end(self) -> int:
        return self.start + self.meeting.minutes


def lay_out(journey: Journey, problem: Problem, plan: Plan) -> list[Laid]:
    """In the order in which they come. What every party does alike stands once."""
    laid = [_meeting(journey, item) for item in plan.items]
    laid += [Laid(_beside(journey, stretch, group)) for stretch, group in _shared(journey, problem, plan)]
    laid.sort(key=lambda one: (one.item.starts_at, one.item.ends_at, one.item.group))
    for position, one in enumerate(laid):
        one.item.position = position
    return laid


def plan_of(journey: Journey, items: Iterable[ItineraryItem]) -> Plan:
    """The plan that stands in a version: what the checker looks at."""
    found = [
        Item(str(item.meeting_id), journey.minute(item.starts_at), frozenset(str(one.pk) for one in item.team.all()))
        for item in items
        if item.kind == Kind.MEETING
    ]
    return Plan(tuple(sorted(found, key=lambda item: (item.start, item.meeting))))


def _meeting(journey: Journey, item: Item) -> Laid:
    meeting = journey.by_key[item.meeting]
    return Laid(
        ItineraryItem(
            key=meeting.uuid, kind=Kind.MEETING, meeting=meeting, zone=meeting.zone, group=_group(journey, meeting),
            starts_at=journey.moment(item.start), ends_at=journey.moment(item.start + meeting.minutes),
            place=meeting.place or meeting.host.address or meeting.host.city,
            **{f"title_{code}": getattr(meeting.host.organisation, f"name_{code}") for code in ("en", "ja", "de")},
        ),
        frozenset(int(key) for key in item.team),
    )  # fmt: skip


def _group(journey: Journey, meeting: Meeting) -> str:
    return meeting.group if meeting.group in journey.groups else EVERYBODY


def _beside(journey: Journey, stretch: Stretch, group: str) -> ItineraryItem:
    return ItineraryItem(
        kind=stretch.kind, starts_at=journey.moment(stretch.start), ends_at=journey.moment(stretch.end),
        zone=journey.tz.key, place=stretch.place, group=group,
    )  # fmt: skip


def _shared(journey: Journey, problem: Problem, plan: Plan) -> Iterator[tuple[Stretch, str]]:
    by_party = {party: set(_stretches(journey, problem, plan, party)) for party in journey.sizes}
    common = set.intersection(*by_party.values())
    yield from ((stretch, EVERYBODY) for stretch in common)
    for group in journey.groups:
        yield from ((stretch, group) for stretch in by_party[group] - common)


def _stretches(journey: Journey, problem: Problem, plan: Plan, party: str) -> Iterator[Stretch]:
    known = {meeting.key: meeting for meeting in problem.meetings}
    visits = [Visit(known[item.meeting], item.start) for item in plan.items if party in known[item.meeting].parties]
    for day, found in groupby(visits, key=lambda visit: _day(journey, problem, visit)):
        if day:
            yield from _of_day(Options(problem), day, list(found))


def _day(journey: Journey, problem: Problem, visit: Visit) -> Day | None:
    """By the date, so that a meeting moved by hand beyond the hours of its day is still laid out."""
    on = journey.moment(visit.start).astimezone(journey.tz).date().isoformat()
    return next((day for day in problem.days if day.key == on), None)


def _of_day(options: Options, day: Day, visits: list[Visit]) -> Iterator[Stretch]:
    """Every way, and one meal: between two meetings if there is room, else after the last or before the first."""
    has_eaten = day.lunch is None
    for before, after in pairwise(visits):
        way = options.arrival(before.meeting.place, after.meeting)
        meal = None if has_eaten else _meal(day, before.end, after.start, way)
        has_eaten = has_eaten or meal is not None
        yield from _on_the_way(before.end, way, meal, after.meeting.place)
    if not has_eaten:
        ends = ((visits[-1].end, day.hours.end), (day.hours.start, visits[0].start))
        meals = (_meal(day, start, end, 0) for start, end in ends)
        yield from [meal for meal in meals if meal][:1]


def _meal(day: Day, start: int, end: int, way: int) -> Stretch | None:
    """In the hours of lunch, after the way there if that is early enough, else before it or in its midst."""
    if day.lunch is None or end - start - way < LUNCH:
        return None
    latest = min(end, day.lunch.end) - LUNCH
    begins = max(start + way, day.lunch.start)
    if begins > latest:
        begins = max(start, day.lunch.start)
    return Stretch(Kind.MEAL, begins, begins + LUNCH) if begins <= latest else None


def _on_the_way(start: int, way: int, meal: Stretch | None, place: str) -> Iterator[Stretch]:
    before = min(way, meal.start - start) if meal else way
    if before:
        yield Stretch(Kind.TRAVEL, start, start + before, place)
    if meal:
        yield meal
        if way > before:
            yield Stretch(Kind.TRAVEL, meal.end, meal.end + way - before, place)
