"""The demonstration's programme: the first version of the visit that is being planned, made by the planner."""

from datetime import datetime

from clair_portal.accounts.models import User
from clair_portal.directory.models import Organisation
from exchanges.actions import itineraries
from exchanges.models import Itinerary, VisitCase
from exchanges.planning import posing, work


def load(authority: Organisation, *, by: User, at: datetime) -> Itinerary | None:
    """Plan the visit unless it has a programme already; None where nothing is being planned."""
    planning = VisitCase.objects.filter(authority=authority, state=VisitCase.State.PLANNING)
    case = planning.filter(itineraries=None).for_pages().order_by("pk").first()
    if case is None:
        return None
    way = itineraries.journey_of(case)
    return itineraries.draft(case, work.planned(way, posing.pose(way)), by=by, at=at)
