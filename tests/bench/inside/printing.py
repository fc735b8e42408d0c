"""Documents with Japanese text as the portal prints them: how long each takes, and what the printing process needs."""

import resource
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from time import perf_counter
from typing import Any

import pypdf
from django.db import transaction

from clair_portal.accounts.models import User
from clair_portal.documents.press import press
from exchanges.annual import listing
from exchanges.annual.years import CALENDAR, Year
from exchanges.models import Itinerary, VisitCase
from exchanges.planning import printing
from tests.factories.accounts import RoleAssignmentFactory
from tests.factories.directory import OrganisationFactory
from tests.factories.exchanges import (
    DelegateFactory,
    HostFactory,
    ItineraryFactory,
    ItineraryItemFactory,
    MeetingFactory,
    VisitCaseFactory,
)

MEMBERS, DAYS = 6, 2
NINE = datetime(2027, 5, 18, 8, 0, tzinfo=UTC)
YEAR = Year(CALENDAR, 2027)


@transaction.atomic
def fill(visits: int) -> dict[str, int]:
    """A programme of two days, and a year with so many visits; who may read them."""
    reader = RoleAssignmentFactory(role="hq").user
    city = OrganisationFactory(kind="authority", name_en="Example City", name_ja="見本市")
    office = OrganisationFactory(kind="office", name_en="JLGC Leeds", name_ja="見本事務所")
    parties = {"authority": city, "branch": None, "office": office, "asked_by": reader}
    title = "高齢者福祉と地域での見守りに関する視察"
    VisitCaseFactory.create_batch(visits, **parties, state="completed", title=title)
    agreed = VisitCaseFactory(**parties, state="agreed", title=title, first_on=date(2028, 5, 18), last_on=None)
    return {"reader": reader.pk, "version": _filled(agreed).pk}


def itinerary(version: int, rounds: int) -> dict[str, Any]:
    """The programme, again and again in a process that is warm after the first."""
    found = Itinerary.objects.for_pages().get(pk=version)
    return _printed(lambda: printing.pdf(found, "ja"), rounds)


def rows(reader: int, rounds: int) -> dict[str, Any]:
    """The list of the year."""
    user = User.objects.get(pk=reader)
    return _printed(lambda: listing.pdf(listing.rows_of(user, YEAR), YEAR, "ja"), rounds)


def _printed(work: Callable[[], bytes], rounds: int) -> dict[str, Any]:
    pages = len(pypdf.PdfReader(BytesIO(work())).pages)
    seconds = [_timed(work) for _round in range(rounds)]
    press.stop()  # only a process that has ended tells how much it needed
    return {
        "pages": pages,
        "seconds": seconds,
        "megabytes": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
    }


def _timed(work: Callable[[], bytes]) -> float:
    begun = perf_counter()
    work()
    return perf_counter() - begun


def _filled(case: VisitCase) -> Itinerary:
    for number in range(MEMBERS):
        names = {"family_kanji": "見本", "given_kanji": "太郎", "title_ja": "福祉部長", "title_en": "Director"}
        DelegateFactory(case=case, precedence=number + 1, **names)
    version: Itinerary = ItineraryFactory(case=case, state=Itinerary.State.AGREED, proposed_at=NINE)
    for day in range(DAYS):
        _day(version, NINE + timedelta(days=day))
    return version


def _day(version: Itinerary, morning: datetime) -> None:
    """Three meetings with the ways between them, and lunch."""
    for hours, kind in enumerate(("meeting", "travel", "meal", "meeting", "travel", "meeting")):
        starts_at = morning + timedelta(hours=hours)
        times = {"starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=50)}
        meeting = _meeting(version.case, times) if kind == "meeting" else None
        ItineraryItemFactory(itinerary=version, kind=kind, meeting=meeting, place="リーズ市役所 Civic Hall", **times)


def _meeting(case: VisitCase, times: dict[str, Any]) -> Any:
    house = OrganisationFactory(name_ja="リーズ市役所")
    topic = "一人暮らしの高齢者の見守りについて"
    return MeetingFactory(case=case, host=HostFactory(organisation=house), topic=topic, state="confirmed", **times)
