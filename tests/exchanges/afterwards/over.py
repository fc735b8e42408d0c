"""A visit that is over: two hosts received it, one of them twice, a third one declined."""

from datetime import UTC, datetime
from typing import Any

from exchanges.models import Meeting, VisitCase
from tests.exchanges.conftest import Parties
from tests.exchanges.planning.visits import CENTRE, CITY_HALL, UNIVERSITY, at, meeting, visit
from tests.factories.exchanges import MeetingFactory

HOME = datetime(2027, 5, 24, 9, 0, tzinfo=UTC)  # the Monday after


def over(parties: Parties, *, state: str = "completed", **facts: Any) -> VisitCase:
    return visit(parties, days=(18, 20), state=state, city="Leeds", country="GB", **facts)


def held(case: VisitCase, name: str = CITY_HALL, *, day: int = 18, **facts: Any) -> Meeting:
    """A meeting that took place."""
    return meeting(case, name, starts_at=at(day, 9, 30), **facts)


def programme(case: VisitCase) -> list[Meeting]:
    """Two meetings with one contact at the city hall, one in Japanese at the centre, a refusal of the university."""
    first = held(case, topic="How the city finds people who live alone", speaker="Sam Example, Adults and Health")
    facts = {"starts_at": at(19, 9), "ends_at": at(19, 10), "topic": "Who pays for it", "state": "confirmed"}
    again: Meeting = MeetingFactory(case=case, host=first.host, contact_email=first.contact_email, **facts)
    centre = held(case, CENTRE, day=20, topic="A day with volunteers", language="ja", state="done")
    return [first, again, centre, meeting(case, UNIVERSITY, state="declined")]
