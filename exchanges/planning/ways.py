"""The travel list of a version: from where to where, for whom, how long, and who says that it takes so long."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from django.db import models
from django.utils.translation import gettext_lazy as _

from exchanges.models import Itinerary, ItineraryItem, TravelTime
from exchanges.planning.journey import OTHER_TOWN, SAME_TOWN

Kind = ItineraryItem.Kind
EVERYBODY = ""
Known = Mapping[tuple[str, str], int]


class Source(models.TextChoices):
    """Where the minutes come from."""

    PLACES = "places", _("the office’s table of ways, between these places")
    TOWNS = "towns", _("the office’s table of ways, between these towns")
    SAME_TOWN = "same_town", _("estimate for a way within a town")
    OTHER_TOWN = "other_town", _("estimate for a way to another town")


@dataclass(frozen=True)
class Leg:
    """One way of one sub-group (of everybody, if `group` is empty)."""

    group: str
    start: str
    end: str
    leaves_at: datetime
    arrives_at: datetime
    minutes: int
    source: Source
    free: int  # minutes between the two items

    @property
    def is_short(self) -> bool:
        """The way takes longer than there is time."""
        return self.minutes > self.free


def of(itinerary: Itinerary, items: list[ItineraryItem]) -> list[Leg]:
    """In the order of the days; what all sub-groups do alike stands once."""
    known = _known(itinerary, items)
    by_lane = {lane: list(_legs(itinerary, items, lane, known)) for lane in lanes(items, groups(itinerary))}
    common = [leg for leg in next(iter(by_lane.values())) if all(leg in legs for legs in by_lane.values())]
    own = [replace(leg, group=lane) for lane, legs in by_lane.items() for leg in legs if leg not in common]
    return sorted([*common, *own], key=lambda leg: (leg.leaves_at, leg.group, leg.end))


def lanes(items: list[ItineraryItem], known: Iterable[str] = ()) -> list[str]:
    """The sub-groups of the party; one lane for everybody where there are none."""
    return sorted({*known, *(item.group for item in items)} - {EVERYBODY}) or [EVERYBODY]


def groups(itinerary: Itinerary) -> list[str]:
    """The sub-groups of the delegation, also those that only do what everybody does."""
    return [member.group for member in itinerary.case.delegates.by_precedence()]


def _known(itinerary: Itinerary, items: list[ItineraryItem]) -> Known:
    names = {item.place for item in items} | {_town(itinerary, item) for item in items}
    found = TravelTime.objects.between(names - {""}).values_list("from_place", "to_place", "minutes")
    return {(start, end): minutes for start, end, minutes in found}


def _town(itinerary: Itinerary, item: ItineraryItem) -> str:
    return (item.meeting.host.city if item.meeting else "") or itinerary.case.city


def _legs(itinerary: Itinerary, items: list[ItineraryItem], lane: str, known: Known) -> Iterator[Leg]:
    own = [item for item in items if item.group in (EVERYBODY, lane)]
    stops = [item for item in own if item.kind != Kind.TRAVEL and item.place]
    for before, after in pairwise(stops):
        if before.place != after.place:
            yield _leg(itinerary, before, after, _on_the_way(own, before, after), known)


def _on_the_way(own: list[ItineraryItem], before: ItineraryItem, after: ItineraryItem) -> ItineraryItem | None:
    """The planner's way between two items, if it has laid one."""
    found = (item for item in own if item.kind == Kind.TRAVEL and item.place == after.place)
    return next((item for item in found if before.ends_at <= item.starts_at < after.starts_at), None)


def _leg(
    itinerary: Itinerary, before: ItineraryItem, after: ItineraryItem, laid: ItineraryItem | None, known: Known
) -> Leg:
    minutes, source = _minutes(itinerary, before, after, known)
    way = timedelta(minutes=minutes)
    if after.kind == Kind.HOTEL:  # it waits all night: the party leaves when it is done
        leaves_at, arrives_at = before.ends_at, before.ends_at + way
    else:
        latest = max(before.ends_at, after.starts_at - way)
        leaves_at, arrives_at = (laid.starts_at if laid else latest), after.starts_at
    free = minutes if after.kind == Kind.HOTEL else int((after.starts_at - before.ends_at).total_seconds()) // 60
    return Leg(EVERYBODY, before.place, after.place, leaves_at, arrives_at, minutes, source, free)


def _minutes(itinerary: Itinerary, before: ItineraryItem, after: ItineraryItem, known: Known) -> tuple[int, Source]:
    towns = _town(itinerary, before), _town(itinerary, after)
    for (start, end), source in (((before.place, after.place), Source.PLACES), (towns, Source.TOWNS)):
        found = known.get((start, end)) or known.get((end, start))
        if found:
            return found, source
    return (SAME_TOWN, Source.SAME_TOWN) if towns[0] == towns[1] else (OTHER_TOWN, Source.OTHER_TOWN)
