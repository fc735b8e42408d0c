"""Programmes on the staff site: the case's button, versions with their steps, the table of ways."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from exchanges.models import TravelTime
from tests.exchanges.conftest import holder
from tests.exchanges.planning.visits import CENTRE, CITY_HALL, at, meeting, planned, visit
from tests.factories.exchanges import ItineraryFactory, ItineraryItemFactory, TravelTimeFactory

pytestmark = pytest.mark.django_db
LIST, WAYS = "/admin/exchanges/itinerary/", "/admin/exchanges/traveltime/"


@pytest.fixture
def staff(client, parties):
    client.force_login(parties.plans)
    return client


@pytest.fixture
def draft(parties, now):
    case = visit(parties, days=(18, 18))
    meeting(case, starts_at=at(18, 9, 30), minutes=90)
    meeting(case, CENTRE, slots=[at(18, 14)])
    return planned(case, parties, now)


def record(itinerary):
    return f"{LIST}{itinerary.pk}/change/"


def press(client, itinerary, name):
    return client.post(f"{LIST}{itinerary.pk}/move/{name}/", follow=True).content.decode()


def test_the_case_has_the_button_and_its_versions(staff, draft):
    shown = staff.get(f"/admin/exchanges/visitcase/{draft.case.pk}/change/").content.decode()
    assert reverse("exchanges:plan_programme", args=[draft.case.number]) in shown
    assert (f'href="{record(draft)}"' in shown, "v1 (draft version)" in shown) == (True, True)


def test_before_planning_there_is_no_button(staff, parties):
    case = parties.case(state="enquiry")
    shown = staff.get(f"/admin/exchanges/visitcase/{case.pk}/change/").content.decode()
    assert reverse("exchanges:plan_programme", args=[case.number]) not in shown


def test_a_version_is_read_with_its_items_files_and_worth(staff, draft):
    shown = staff.get(record(draft)).content.decode()
    for words in (CITY_HALL, "2027-05-18 09:30–11:00", "minutes on the way and waiting",
                  reverse("exchanges:itinerary_pdf", args=[draft.case.number, 1, "both"])):  # fmt: skip
        assert words in shown, words
    assert 'name="_save"' not in shown


def test_it_is_proposed_then_agreed_by_buttons(staff, draft):
    assert "The version is proposed." in press(staff, draft, "propose")
    assert "The version is agreed." in press(staff, draft, "agree")
    draft.refresh_from_db()
    draft.case.refresh_from_db()
    assert (draft.state, draft.case.state) == ("agreed", "agreed")


def test_what_the_checker_finds_is_said(staff, draft):
    draft.items.get(title_en=CITY_HALL).delete()
    shown = press(staff, draft, "propose")
    assert f"{CITY_HALL}: this meeting must take place but is missing." in shown
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_draft_is_set_aside(staff, draft):
    assert "The version is set aside." in press(staff, draft, "discard")


def test_whoever_only_reads_has_no_buttons(client, draft):
    client.force_login(holder("hq"))
    shown = client.get(record(draft)).content.decode()
    assert (CITY_HALL in shown, "Propose this version" in shown) == (True, False)
    assert client.post(f"{LIST}{draft.pk}/move/propose/").status_code == 403


def test_list_and_record_cost_the_same_whatever_they_hold(staff, draft):
    def cost(address):
        staff.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert staff.get(address).status_code == 200
        return len(queries)

    before = [cost(LIST), cost(record(draft))]
    ItineraryFactory.create_batch(2)
    for hour in (19, 20):
        ItineraryItemFactory(itinerary=draft, title_en="Talk", starts_at=at(18, hour), ends_at=at(18, hour + 1))
    assert [cost(LIST), cost(record(draft))] == before


def test_ways_are_entered_and_corrected(staff):
    staff.post(f"{WAYS}add/", {"from_place": "Leeds", "to_place": "York", "minutes": "40"})
    way = TravelTime.objects.get()
    seen = staff.get(f"{WAYS}{way.pk}/change/").context["seen_facts"]
    staff.post(
        f"{WAYS}{way.pk}/change/", {"from_place": "Leeds", "to_place": "York", "minutes": "45", "_seen_facts": seen}
    )
    way.refresh_from_db()
    assert way.minutes == 45


def test_ways_are_for_those_who_plan(client):
    TravelTimeFactory()
    client.force_login(holder("staff_jetaa"))
    assert client.get(WAYS).status_code == 403
