"""Who serves, from the portal's own rows: one statement for the terms and one for the placements, however many.

Everybody is read: who may be told the sums, and how exactly, is said by `jet.policy.counts_told`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from jet.models import Placement, Term
from jet.statistics.years import Year


@dataclass(frozen=True)
class Appointment:
    """A term with what is counted about its participant."""

    participant: int
    position: str
    country: str
    number: int
    since: date


@dataclass(frozen=True)
class Place:
    """Where a participant worked, from a day until a day or until further notice."""

    participant: int
    first_on: date
    last_on: date | None
    prefecture: str

    def covers(self, day: date) -> bool:
        return self.first_on <= day and (self.last_on is None or day <= self.last_on)


@dataclass(frozen=True)
class Serving:
    """One person in a count; `prefecture` is empty while nobody knows the place."""

    position: str
    country: str
    prefecture: str
    term: int

    @property
    def is_new(self) -> bool:
        return self.term == 1


def on_day(day: date) -> list[Serving]:
    """Those whose term runs on that day."""
    terms = Term.objects.on(day)
    return joined(_appointments(terms, day), _places(terms, day, day))


def in_year(year: Year) -> list[Serving]:
    """Those whose term begins in the year: the new and the reappointed, as the published tables count them."""
    terms = Term.objects.filter(first_on__range=(year.first_on, year.last_on))
    return joined(_appointments(terms), _places(terms, year.first_on, year.last_on))


def joined(appointments: Iterable[Appointment], places: Iterable[Place]) -> list[Serving]:
    """Each participant once, by the earliest term, with the place on that day, or else the first one after it."""
    by_participant: dict[int, list[Place]] = {}
    for place in places:
        by_participant.setdefault(place.participant, []).append(place)
    first: dict[int, Appointment] = {}
    for each in appointments:
        first.setdefault(each.participant, each)
    return [_serving(each, by_participant.get(each.participant, [])) for each in first.values()]


def _serving(each: Appointment, places: list[Place]) -> Serving:
    return Serving(each.position, each.country, _prefecture(places, each.since), each.number)


def _prefecture(places: list[Place], day: date) -> str:
    there = next((place for place in places if place.covers(day)), None)
    later = (place for place in places if place.first_on > day)
    place = there or min(later, key=lambda one: one.first_on, default=None)
    return place.prefecture if place else ""


def _appointments(terms: QuerySet[Term, Any], day: date | None = None) -> list[Appointment]:
    columns = ("participant_id", "participant__position", "participant__nationality", "number", "first_on")
    rows = terms.order_by("participant_id", "number").values_list(*columns)
    return [Appointment(who, what, str(country), nth, day or since) for who, what, country, nth, since in rows]


def _places(terms: QuerySet[Term, Any], first_on: date, last_on: date) -> list[Place]:
    running = Q(last_on__isnull=True) | Q(last_on__gte=first_on)
    rows = Placement.objects.filter(
        running, first_on__lte=last_on, participant_id__in=terms.order_by().values("participant_id")
    )
    columns = ("participant_id", "first_on", "last_on", "employer__prefecture__code")
    return [Place(*row) for row in rows.order_by("participant_id", "first_on").values_list(*columns)]
