"""Cases with meetings, as the office plans them: a delegation from Example City in Leeds and York."""

from datetime import UTC, date, datetime
from typing import Any

from exchanges.actions import itineraries
from exchanges.models import Itinerary, Meeting, VisitCase
from exchanges.planning import posing, work
from tests.exchanges.conftest import Parties
from tests.factories.directory import OrganisationFactory
from tests.factories.exchanges import DelegateFactory, HostFactory, MeetingFactory, MeetingSlotFactory

CITY_HALL, UNIVERSITY, CENTRE = "Leeds City Council", "University of York", "Headingley Care Centre"
IN_JAPANESE = {CITY_HALL: "リーズ市役所", UNIVERSITY: "ヨーク大学", CENTRE: "地域ケアセンター"}


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A day of May 2027, in summer time: ten o'clock in Leeds is nine in UTC."""
    return datetime(2027, 5, day, hour - 1, minute, tzinfo=UTC)


def visit(parties: Parties, *, days: tuple[int, int] = (17, 21), state: str = "planning", **facts: Any) -> VisitCase:
    case = parties.case(
        state=state, owner=parties.plans, first_on=date(2027, 5, days[0]), last_on=date(2027, 5, days[1]), **facts
    )
    case.delegates.update(family_kanji="髙﨑", given_kanji="見本", title_ja="副市長", title_en="Deputy Mayor")
    DelegateFactory(
        case=case, precedence=2, family="Reida", given="Kim", family_kanji="例田", title_ja="福祉部長",
        title_en="Director, Welfare Department",
    )  # fmt: skip
    return case


def meeting(case: VisitCase, name: str = CITY_HALL, *, city: str = "Leeds", slots: Any = (), **facts: Any) -> Meeting:
    """At a host of that name; `slots` are the times offered, `starts_at` the one agreed."""
    organisation = OrganisationFactory(kind="other", name_en=name, name_ja=IN_JAPANESE.get(name, ""), country="GB")
    host = HostFactory(organisation=organisation, city=city, address=f"{name}, {city}")
    starts_at = facts.get("starts_at")
    if starts_at:
        ends_at = datetime.fromtimestamp(starts_at.timestamp() + facts.get("minutes", 60) * 60, tz=UTC)
        facts = {"state": Meeting.State.CONFIRMED, "ends_at": ends_at, **facts}
    elif slots:
        facts = {"state": Meeting.State.SLOTS_OFFERED, **facts}
    found: Meeting = MeetingFactory(case=case, host=host, **facts)
    for start in slots:
        MeetingSlotFactory(meeting=found, starts_at=start)
    return found


def planned(case: VisitCase, parties: Parties, now: datetime) -> Itinerary:
    """The planner's draft of the case."""
    way = itineraries.journey_of(case)
    return itineraries.draft(case, work.planned(way, posing.pose(way)), by=parties.plans, at=now)


def rows(itinerary: Itinerary) -> list[tuple[str, str, str, str]]:
    """When, what kind, where to, for whom: as it stands in the version."""
    return [
        (f"{item.local_start:%d %H:%M}–{item.ends_at.astimezone(item.tz):%H:%M}", item.kind,
         item.title_en or item.place, item.group)
        for item in itinerary.items.in_order()
    ]  # fmt: skip
