"""Writes the demonstration through the same actions as everybody else, and moves it along with the calendar."""

import uuid
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import cycle
from zoneinfo import ZoneInfo

from django.db import transaction

from clair_portal.demonstration import allocation, interpreters, itineraries, memory, participants, people, visits
from clair_portal.demonstration.programme import EVENTS, DemonstrationEvent, Places, Texts
from clair_portal.directory.actions import organisations
from clair_portal.directory.models import Branch, LocalAuthority, Organisation, Person
from clair_portal.mail.models import OutgoingMail
from events.actions import events as event_actions
from events.actions import registrations
from events.models import Event, ProgrammeItem, Quota, TicketType
from exchanges.models import Meeting

NAMESPACE = uuid.UUID("5f0c6a0e-6a53-5c1e-9b52-0d9a4d5a7c11")
ALUMNI = 220
CITY = "022039"  # Hachinohe, whose branch is that of Aomori Prefecture
DATED = ("starts_at", "ends_at", "registration_opens_at", "registration_closes_at", "cancel_until_at")


@transaction.atomic
def load(*, at: datetime) -> str:
    """Write the demonstration where it is missing and bring its dates up to this week. Says what it did."""
    hosts = _organisations(at)
    users = people.accounts(hosts, at=at)
    known = {event.uuid: event for event in Event.objects.filter(uuid__in=[_uuid(one) for one in EVENTS])}
    missing = [one for one in EVENTS if _uuid(one) not in known]
    guests = people.alumni(ALUMNI, at=at)
    for one in missing:
        _write(one, hosts, guests, at=at)
    cast = visits.Cast(hosts["authority"], users["authority"], users["branch"], users["staff_visits"])
    asked = visits.load(cast, at=at)
    memory.load(cast, at=at)
    agreed = Meeting.objects.filter(case__authority=hosts["authority"]).for_pages().in_time_order()
    interpreters.load(agreed, account=users["interpreter"], by=users["staff_visits"], at=at)
    itineraries.load(hosts["authority"], by=users["staff_visits"], at=at)
    cast_of_programme = participants.Cast(users["participant"], users["alumnus"], users["hq"])
    participants.load(cast_of_programme, at=at)
    allocation.load(allocation.Cast(users["authority"], users["hq"]), at=at)
    _hold_back_mail()
    moved = _catch_up([(one, known[_uuid(one)]) for one in EVENTS if _uuid(one) in known], at=at)
    return f"{len(missing)} demonstration events and {asked} visit cases written, {moved} moved to this week's dates"


def _organisations(at: datetime) -> dict[str, Organisation]:
    """London from the reference data; the chapters come with their own issue, so they are plain hosts here."""
    chapters = {"JETAA Germany": "DE", "JETAA London": "GB", "JETAA Scotland": "GB"}
    kind = Organisation.Kind.CHAPTER
    found = {
        name: Organisation.objects.filter(kind=kind, name_en=name).first()
        or organisations.create(kind=kind, country=country, name_en=name, name_ja=f"{name}支部", by=None, at=at)
        for name, country in chapters.items()
    }
    city = LocalAuthority.objects.get(code=CITY)
    return found | {
        "London": Organisation.objects.get(kind=Organisation.Kind.OFFICE, country="GB"),
        "authority": city.organisation,
        "branch": Branch.objects.responsible_for(city, at.date()).organisation,
    }


def _uuid(one: DemonstrationEvent) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, one.key)


def day_of(one: DemonstrationEvent, today: date) -> date:
    """Today, or the event's weekday so many weeks from this week."""
    monday = today - timedelta(days=today.weekday())
    return today if one.today else monday + timedelta(weeks=one.weeks, days=one.weekday)


def _moment(on: date, at: time, zone: str) -> datetime:
    return datetime.combine(on, at, tzinfo=ZoneInfo(zone))


def _dates(one: DemonstrationEvent, today: date) -> dict[str, datetime]:
    on = day_of(one, today)
    starts = _moment(on, one.starts, one.zone)
    return {
        "starts_at": starts,
        "ends_at": _moment(on, one.ends, one.zone),
        "registration_opens_at": starts - timedelta(weeks=max(one.weeks, 0) + 6),
        "registration_closes_at": starts,
        "cancel_until_at": starts - timedelta(days=1),
    }


def _texts(name: str, texts: Texts) -> dict[str, str]:
    return {f"{name}_{code}": text for code, text in zip(("en", "ja", "de"), texts, strict=True)}


def _write(one: DemonstrationEvent, hosts: dict[str, Organisation], guests: list[Person], *, at: datetime) -> None:
    event = Event(
        uuid=_uuid(one), kind=one.kind, host=hosts[one.host], partner=hosts.get(one.partner), spoken=list(one.spoken),
        zone=one.zone, place=one.place, address=one.address, city=one.city, country=one.country,
        join_url=one.join_url, **_dates(one, at.date()), **_texts("title", one.title),
        **_texts("summary", one.summary), **_texts("description", one.description),
    )  # fmt: skip
    opened = event.registration_opens_at
    event_actions.create(event, by=None, at=opened)
    ticket_types = _ticket_types(event, one)
    _points(event, one)
    if one.state != "draft":
        event_actions.publish(event, by=None, at=opened)
        _fill(one, ticket_types, guests, now=at)
    if one.state == "cancelled":
        event_actions.cancel(event, by=None, at=at, reason=one.reason)


def _ticket_types(event: Event, one: DemonstrationEvent) -> list[TicketType]:
    quotas: dict[str, Quota] = {}
    ticket_types = []
    for position, places in enumerate(one.places):
        name = places.name[0]
        quotas[name] = Quota.objects.create(event=event, name=name, size=places.size, in_total=not places.of)
        ticket_type = TicketType.objects.create(
            event=event, position=position, takes_part_online=places.online, **_texts("name", places.name)
        )
        ticket_type.quotas.set([quotas[name], *([quotas[places.of]] if places.of else [])])
        ticket_types.append(ticket_type)
    return ticket_types


def _points(event: Event, one: DemonstrationEvent) -> None:
    on = event.starts_at.astimezone(event.tz).date()
    ProgrammeItem.objects.bulk_create(
        ProgrammeItem(
            event=event, starts_at=_moment(on, point.at, one.zone), place=point.room, spoken=point.spoken,
            **_texts("title", point.title),
        )
        for point in one.points
    )  # fmt: skip


def _fill(one: DemonstrationEvent, ticket_types: list[TicketType], guests: list[Person], *, now: datetime) -> None:
    """Register the demonstration's people, each at a moment of the time since registration opened."""
    waiting = _in_turn(guests, skip=len(one.key))
    for places, ticket_type in zip(one.places, ticket_types, strict=True):
        for when in _moments(ticket_type.event, places, now):
            person = next(waiting)
            registrations.register(
                ticket_type, person=person, email=person.email, language=person.language, by=None, at=when
            )


def _in_turn(guests: list[Person], *, skip: int) -> Iterator[Person]:
    """Everybody once, beginning somewhere else for each event, so that not all are at all of them."""
    turn = cycle(guests)
    for _person in range(skip * 7):
        next(turn)
    return turn


def _moments(event: Event, places: Places, now: datetime) -> Iterator[datetime]:
    """When the places were taken: denser as time goes by."""
    opened = event.registration_opens_at
    until = min(now, event.registration_closes_at - timedelta(minutes=5))
    for number in range(places.taken):
        yield opened + (until - opened) * (((number + 1) / (places.taken + 1)) ** 0.5)


def _hold_back_mail() -> None:
    """The demonstration's own registrations send nothing: hundreds of tickets on the first start help nobody."""
    OutgoingMail.objects.filter(state=OutgoingMail.State.QUEUED, to__endswith=f"@{people.DOMAIN}").delete()


def _catch_up(known: list[tuple[DemonstrationEvent, Event]], *, at: datetime) -> int:
    """Move events that have fallen behind their week; a user's own events are never touched."""
    behind = [(one, event) for one, event in known if event.starts_at < _dates(one, at.date())["starts_at"]]
    for one, event in behind:
        dates = _dates(one, at.date())
        step = dates["starts_at"] - event.starts_at
        event_actions.edit(event, changes={name: dates[name] for name in DATED}, by=None, at=at)
        for item in event.programme.all():
            ProgrammeItem.objects.filter(pk=item.pk).update(starts_at=item.starts_at + step)
    return len(behind)
