"""The door to the JET Programme: what waits, and the rooms that are open to whoever looks."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from clair_portal.accounts.models import User
from jet.views.home import rooms
from tests.factories.accounts import RoleAssignmentFactory, UserFactory
from tests.factories.jet import ParticipantFactory
from tests.jet.views import asking
from tests.jet.views.browsers import browser

pytestmark = pytest.mark.django_db
HOME = "/jet/"
PUBLIC = {"/jet/programme/", "/jet/statistics/"}


def open_to(user: User) -> set[str]:
    return {room.url for room in rooms(user)} - PUBLIC


def looked(user: User):
    answer = browser(user).get(HOME)
    assert answer.status_code == 200
    return html.fromstring(answer.content.decode())


@pytest.fixture
def parties():
    return asking.parties()


def test_each_party_finds_its_rooms(parties):
    employs = {"/jet/participants/", "/jet/requests/", "/jet/reappointments/"}
    assert open_to(parties.asks) == employs | {"/jet/transfers/asked/"}
    assert open_to(parties.endorses) == {"/jet/requests/"}
    assert open_to(parties.accepts) == employs | {"/jet/transfers/", "/jet/circumstances/", "/jet/allocation/"}
    assert open_to(UserFactory()) == set()


def test_every_room_on_the_page_can_be_entered(parties):
    expected = ParticipantFactory()
    users = [parties.asks, parties.endorses, parties.accepts, UserFactory(person=expected.person)]
    for user in users:
        links = looked(user).xpath("//ul[@class='rooms']//a/@href")
        assert len(links) >= len(PUBLIC)
        assert {link: browser(user).get(link).status_code for link in links} == dict.fromkeys(links, 200)


@pytest.mark.parametrize(("state", "number"), [("expected", 4), ("serving", 3), ("completed", 1)])
def test_whoever_is_expected_finds_wishes_and_place(state, number):
    facts = {"ended_on": "2026-08-01"} if state == "completed" else {}
    one = ParticipantFactory(state=state, **facts)
    user = RoleAssignmentFactory(role="participant", user__person=one.person).user
    assert len(open_to(user)) == number


def test_the_branch_is_told_what_waits_for_it(parties):
    asked = parties.request(state="sent")
    parties.request(state="sent", branch=parties.employer.organisation)
    [waits] = looked(parties.endorses).xpath("//h2[1]/following-sibling::ul[1]/li")
    assert asked.number in waits.text_content()
    assert waits.xpath(".//a/@href") == [f"/jet/requests/{asked.number}/"]
    assert "What waits for you" not in looked(parties.asks).text_content()


def test_more_that_waits_costs_no_more_queries(parties):
    def cost() -> int:
        client = browser(parties.endorses)
        client.get(HOME)
        with CaptureQueriesContext(connection) as counted:
            client.get(HOME)
        return len(counted)

    parties.request(state="sent")
    one = cost()
    for _number in range(5):
        parties.request(state="sent")
    assert cost() == one


def test_the_menu_of_whoever_has_several_rooms_keeps_to_one_line(parties):
    for user, stands_there in ((parties.asks, False), (UserFactory(), True)):
        page = looked(user)
        assert ("/events/my/" in page.xpath("//nav[@class='ways']//a/@href")) == stands_there
        assert "/events/my/" in page.xpath("//a/@href")
