"""The programme page: a version as a timeline for everybody, and for the office the draft to be changed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from clair_portal.pages import times
from clair_portal.pages.views import ActionPage, Guarded, ObjectPage, signed_in
from clair_portal.pages.views.writing import SeeOther
from exchanges.actions import itineraries
from exchanges.models import Itinerary, ItineraryItem
from exchanges.planning import clashes, journey, printing, timeline, ways
from exchanges.planning.clashes import Clash
from exchanges.policy import CASES_STEER, CASES_VIEW
from exchanges.views.cases import AboutCase
from exchanges.views.itineraries import OneVersion


def address(itinerary: Itinerary, key: UUID | None = None) -> str:
    """The page of a version, at one of its items."""
    page = reverse("exchanges:programme", args=[itinerary.case.number, itinerary.number])
    return f"{page}#block-{key}" if key else page


class NewestProgramme(AboutCase, Guarded):
    """To the newest version that this reader may see; the office plans one where there is none."""

    permission = CASES_VIEW

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        case = self.object
        found = Itinerary.objects.visible_to(request.user).filter(case=case).newest_first().for_pages().first()
        if found:
            return SeeOther(address(found))
        may_plan = request.user.has_perm(CASES_STEER, case)
        return SeeOther(reverse("exchanges:plan_programme" if may_plan else "exchanges:case", args=[case.number]))


class ProgrammePage(OneVersion, ObjectPage):
    """The days side by side, what is wrong with them, the ways, and the papers."""

    permission = CASES_VIEW
    template_name = "exchanges/programme.html"

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        itinerary, user = self.object, self.request.user
        items, language = list(itinerary.items.for_pages().in_order()), get_language() or "en"
        of_the_office = user.has_perm(CASES_STEER, itinerary)
        may_edit = of_the_office and itinerary.is_draft
        found = self._clashes(items, language) if may_edit else []
        shown = timeline.Timeline(
            items, language, groups=ways.groups(itinerary), may_edit=may_edit, clashes=clashes.by_key(found),
            changed={one.item.key: one for one in printing.changes_of(itinerary, items)},
        )  # fmt: skip
        return super().get_context_data(
            days=shown.days(),
            general=[clash.sentence for clash in found if not clash.keys],
            conflicts=len(found),
            legs=[(leg, _moment(leg.leaves_at, items[0].zone)) for leg in ways.of(itinerary, items)],
            may_edit=may_edit,
            of_the_office=of_the_office,
            is_agreed=itinerary.state == Itinerary.State.AGREED,
            versions=Itinerary.objects.visible_to(user).filter(case=itinerary.case).newest_first(),
            members=itinerary.case.delegates.by_precedence(),
            **(self._for_the_office(items) if of_the_office else {}),
            **facts,
        )

    def _for_the_office(self, items: list[ItineraryItem]) -> dict[str, Any]:
        """Whose papers it may print, and whether it may go on from this version."""
        itinerary = self.object
        return {
            "may_continue": not itinerary.is_draft and itinerary.case.state in itineraries.IN_PLANNING,
            "meetings": [item for item in items if item.meeting],
            "interpreters": _interpreters(items),
        }

    def _clashes(self, items: list[ItineraryItem], language: str) -> list[Clash]:
        way = journey.of(self.object.case)
        return clashes.of(way, items, language) if way else []


def _moment(at: datetime, zone: str) -> str:
    local = at.astimezone(times.as_zone(zone))
    return f"{times.day(local, year=False)} {times.clock(local)}"


def _interpreters(items: list[ItineraryItem]) -> list[Any]:
    """Everybody who interprets in this version, once."""
    return list(dict.fromkeys(person for item in items for person in item.team.all()))


class ContinueProgramme(OneVersion, ActionPage):
    """A new draft from a version that the authority has seen."""

    permission = CASES_STEER
    template_name = "exchanges/programme_continue.html"

    def done(self) -> str | None:
        return address(self.object) if self.object.is_draft else None

    def perform(self) -> str:
        return address(itineraries.continue_from(self.object, by=signed_in(self.request), at=timezone.now()))
