"""The page for the day: in what order, for whom, what its worker may reach, and the tap that tells of a delay."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clair_portal.accounts.models import User
from clair_portal.mail.models import OutgoingMail
from exchanges.models import Delay, Itinerary
from tests.exchanges.conftest import holder
from tests.exchanges.planning.visits import CENTRE, CITY_HALL, at, meeting, planned, visit
from tests.factories.accounts import UserFactory
from tests.factories.directory import LocalAuthorityFactory
from tests.factories.exchanges import ItineraryItemFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreed(parties, now):
    User.objects.update(language="en-gb")
    for user in (parties.asks, parties.endorses, parties.plans):
        user.refresh_from_db()
    case = visit(parties, days=(18, 19))
    meeting(
        case, starts_at=at(18, 9, 30), minutes=90, contact_phone="+44 113 000 0000", speaker="Alex Example",
        arrival="Ask for room 2.",
    )  # fmt: skip
    meeting(case, CENTRE, starts_at=at(18, 14))
    itinerary = planned(case, parties, now)
    Itinerary.objects.filter(pk=itinerary.pk).update(state="agreed", proposed_at=now)
    return itinerary


def address(name, itinerary, *args):
    return reverse(f"exchanges:{name}", args=[itinerary.case.number, itinerary.number, *args])


def look(client, user, itinerary, moment):
    with time_machine.travel(moment, tick=False):
        client.force_login(user)
        return client.get(address("today", itinerary))


def late(client, itinerary, name=CENTRE, minutes="15"):
    return client.post(address("late", itinerary, itinerary.items.get(title_en=name).key), {"minutes": minutes})


def titles(stops):
    return [stop.told.title for stop in stops]


def test_what_comes_next_stands_first_and_what_is_over_below(client, agreed, parties):
    shown = look(client, parties.asks, agreed, at(18, 12, 10)).context["today"]
    assert (titles(shown.over), titles(shown.coming)) == (
        [CITY_HALL, f"To {CENTRE}, Leeds, 30 minutes"], ["Lunch", CENTRE],
    )  # fmt: skip


@pytest.mark.parametrize("when", [(at(1, 9), 18, False), (at(18, 9), 18, True), (at(25, 9), 18, False)])
def test_before_the_visit_the_first_day_and_after_it_the_last(client, agreed, parties, when):
    moment, on, is_today = when
    shown = look(client, parties.asks, agreed, moment).context["today"]
    assert (shown.on.day, shown.is_today) == (on, is_today)


def test_place_speaker_and_telephone_are_there_and_when_it_was_fetched(client, agreed, parties, settings):
    settings.PORTAL_EMERGENCY_PHONES = {"GB": "+44 20 0000 0000"}
    page = look(client, parties.asks, agreed, at(18, 9)).content.decode()
    for words in (
        f"{CITY_HALL}, Leeds", "Alex Example", "Ask for room 2.",
        'href="tel:+441130000000"', 'href="tel:+442000000000"',
        "Fetched at 09:00 (BST) on 18 May 2027", address("today_worker", agreed), "data-offline",
    ):  # fmt: skip
        assert words in page, words


def test_the_worker_reaches_this_page_only(client, agreed, parties):
    client.force_login(parties.asks)
    response = client.get(address("today_worker", agreed))
    assert (response.status_code, response["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    assert "Service-Worker-Allowed" not in response
    assert address("today_worker", agreed).rpartition("/")[0] + "/" == address("today", agreed)
    client.force_login(UserFactory())
    assert client.get(address("today_worker", agreed)).status_code == 403


def test_a_version_without_items_says_so(client, agreed, parties):
    agreed.items.all().delete()
    assert "No items are planned" in look(client, parties.asks, agreed, at(18, 9)).content.decode()


def test_it_costs_the_same_whatever_it_holds(client, agreed, parties):
    look(client, parties.asks, agreed, at(18, 9))
    with CaptureQueriesContext(connection) as few:
        look(client, parties.asks, agreed, at(18, 9))
    for hour in (15, 16):
        ItineraryItemFactory(itinerary=agreed, starts_at=at(18, hour), ends_at=at(18, hour + 1))
    with CaptureQueriesContext(connection) as many:
        look(client, parties.asks, agreed, at(18, 9))
    assert len(few) == len(many)


class TestLate:
    @pytest.fixture(autouse=True)
    def _on_the_day(self):
        with time_machine.travel(at(18, 13), tick=False):
            yield

    def test_one_tap_tells_the_next_host_and_the_page_says_so(self, client, agreed, parties):
        for user in (parties.asks, parties.plans):
            client.force_login(user)
            response = late(client, agreed)
            assert (response.status_code, response.url) == (303, address("today", agreed))
        assert (Delay.objects.get().told_by, OutgoingMail.objects.count()) == (parties.asks, 1)
        page = client.get(address("today", agreed)).content.decode()
        assert f"{CENTRE} has been told: 15 minutes later." in page
        assert "Told: 15 minutes late." in page

    def test_the_buttons_stand_at_what_is_still_to_come(self, client, agreed, parties):
        client.force_login(parties.asks)
        page = client.get(address("today", agreed)).content.decode()
        keys = {name: agreed.items.get(title_en=name).key for name in (CITY_HALL, CENTRE)}
        assert (address("late", agreed, keys[CENTRE]) in page, address("late", agreed, keys[CITY_HALL]) in page) == (
            True, False,
        )  # fmt: skip
        client.force_login(parties.endorses)
        assert "/late/" not in client.get(address("today", agreed)).content.decode()

    def test_a_refusal_is_said_in_words(self, client, agreed, parties):
        client.force_login(parties.asks)
        response = late(client, agreed, CITY_HALL)
        assert (response.status_code, "on the day of the meeting only" in response.content.decode()) == (422, True)
        assert late(client, agreed, minutes="20").status_code == 422
        assert OutgoingMail.objects.count() == 0

    def test_only_the_office_and_the_party_that_travels(self, client, agreed, parties):
        elsewhere = holder("authority", LocalAuthorityFactory().organisation)
        for user, status in ((parties.endorses, 403), (holder("hq"), 403), (UserFactory(), 403), (elsewhere, 404)):
            client.force_login(user)
            assert late(client, agreed).status_code == status
        assert OutgoingMail.objects.count() == 0

    def test_a_lunch_has_no_such_page(self, client, agreed, parties):
        client.force_login(parties.asks)
        lunch = agreed.items.get(kind="meal")
        assert client.get(address("late", agreed, lunch.key)).status_code == 404
        assert "How late will you be?" in client.get(
            address("late", agreed, agreed.items.get(title_en=CENTRE).key)
        ).content.decode()  # fmt: skip
