"""Decisions by hand in the browser: entered with a reason, listed, lifted; and what the next run makes of them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jet.models import Pin
from tests.factories.accounts import RoleAssignmentFactory
from tests.factories.allocation import PinFactory, PlacementRequestFactory
from tests.factories.jet import ArrivalGroupFactory, ParticipantFactory
from tests.jet.views.browsers import browser

pytestmark = pytest.mark.django_db
PINS = "/jet/allocation/2026/A/pins/"
NEW = f"{PINS}new/"


@pytest.fixture
def client(round_):
    return browser(round_.maker)


def typed(round_, **other):
    return {
        "participant": round_.people[0].jet_number, "request": round_.wanted.number, "kind": "pin",
        "reason": "A hospital is near.", **other,
    }  # fmt: skip


def test_a_decision_is_entered_with_who_and_why(client, round_):
    answer = client.post(NEW, typed(round_))
    assert (answer.status_code, answer["Location"]) == (303, PINS)
    pin = Pin.objects.get()
    assert (pin.participant, pin.request, pin.kind) == (round_.people[0], round_.wanted, "pin")
    assert (pin.reason, pin.by) == ("A hospital is near.", round_.maker)


@pytest.mark.parametrize("kind", ["pin", "ban"])
def test_the_next_run_keeps_it_and_the_last_one_stays_as_it_is(client, round_, kind):
    before = round_.solve()
    had = before.places.get(request=round_.wanted).participant
    person = had if kind == "ban" else next(each for each in round_.people if each != had)
    client.post(NEW, typed(round_, participant=person.jet_number, kind=kind))
    after = round_.solve().places.get(request=round_.wanted).participant
    assert (after == person) is (kind == "pin")
    assert before.places.get(request=round_.wanted).participant == had


def test_it_is_said_that_it_holds_for_the_runs_to_come(client):
    assert "It holds for the runs to come. Runs made before stay as they are." in client.get(NEW).content.decode()
    assert "in every run to come. Runs made before stay as they are." in client.get(PINS).content.decode()


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"participant": "20990000000"}, "participant", "Nobody of this arrival group has this number."),
        ({"request": "PR-0000-0000"}, "request", "This arrival group has no frozen request of this number."),
        ({"reason": " "}, "reason", "This field is required."),
        ({"kind": "perhaps"}, "kind", "Select a valid choice. perhaps is not one of the available choices."),
    ],
)
def test_what_cannot_be_is_said_at_its_field(client, round_, wrong, field, said):
    answer = client.post(NEW, typed(round_, **wrong))
    assert answer.status_code == 422
    assert answer.context["form"].errors == {field: [said]}
    assert not Pin.objects.exists()


def test_a_person_or_request_of_another_group_is_not_found(client, round_):
    other = ArrivalGroupFactory(code="B")
    person = ParticipantFactory(arrival_group=other)
    request = PlacementRequestFactory(arrival_group=other, state="frozen")
    assert client.post(NEW, typed(round_, participant=person.jet_number)).status_code == 422
    assert client.post(NEW, typed(round_, request=request.number)).status_code == 422
    assert not Pin.objects.exists()


def test_a_request_that_is_not_frozen_is_not_found(client, round_):
    request = PlacementRequestFactory(arrival_group=round_.group, state="accepted")
    assert client.post(NEW, typed(round_, request=request.number)).status_code == 422


def test_another_position_is_refused_at_the_place(client, round_):
    person = ParticipantFactory(arrival_group=round_.group, position="cir")
    answer = client.post(NEW, typed(round_, participant=person.jet_number))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["request"]


def test_one_decision_for_each_pair_and_one_place_for_each_person(client, round_):
    client.post(NEW, typed(round_))
    for again in (typed(round_, kind="ban"), typed(round_, request=round_.other.number)):
        answer = client.post(NEW, again)
        assert answer.status_code == 422
        assert answer.context["form"].errors == {
            "participant": ["There is a decision about this person already. Lift it first."]
        }
    assert Pin.objects.count() == 1


def test_the_number_comes_along_from_the_page_of_the_person(client, round_):
    assert client.get(f"{NEW}?participant=20269990001").context["form"]["participant"].value() == "20269990001"


def test_the_list_shows_the_decisions_of_this_group_alone(client, round_):
    PinFactory(participant=round_.people[0], request=round_.wanted, reason="A hospital is near.", by=round_.maker)
    PinFactory(request__arrival_group=ArrivalGroupFactory(code="B"), reason="Somewhere else.")
    shown = client.get(PINS).content.decode()
    for words in (str(round_.people[0]), "goes there", "A hospital is near.", str(round_.maker)):
        assert words in shown, words
    assert "Somewhere else." not in shown


def test_many_decisions_cost_no_more_queries(client, round_):
    PinFactory(participant=round_.people[0], request=round_.wanted)
    client.get(PINS)
    with CaptureQueriesContext(connection) as few:
        client.get(PINS)
    for _number in range(10):
        PinFactory(participant__arrival_group=round_.group, request__arrival_group=round_.group)
    with CaptureQueriesContext(connection) as many:
        client.get(PINS)
    assert len(many) == len(few)


class TestLifting:
    @pytest.fixture
    def pin(self, round_):
        return PinFactory(participant=round_.people[0], request=round_.wanted)

    def test_it_is_asked_then_done(self, client, pin):
        assert client.get(f"{PINS}{pin.pk}/lift/").status_code == 200
        assert Pin.objects.exists()
        answer = client.post(f"{PINS}{pin.pk}/lift/")
        assert (answer.status_code, answer["Location"]) == (303, PINS)
        assert not Pin.objects.exists()

    def test_a_second_time_nothing_is_left_to_do(self, client, pin):
        for _twice in range(2):
            assert client.post(f"{PINS}{pin.pk}/lift/")["Location"] == PINS
        assert client.get(f"{PINS}{pin.pk}/lift/").status_code == 303

    def test_the_decision_of_another_group_is_not_lifted_from_here(self, client, round_):
        other = PinFactory(request__arrival_group=ArrivalGroupFactory(code="B"))
        client.post(f"{PINS}{other.pk}/lift/")
        assert Pin.objects.filter(pk=other.pk).exists()

    def test_an_authority_neither_sees_nor_lifts_it(self, round_, pin):
        user = RoleAssignmentFactory(role="authority", organisation=round_.wanted.employer.organisation).user
        assert browser(user).get(PINS).status_code == 403
        assert browser(user).post(f"{PINS}{pin.pk}/lift/").status_code == 403
        assert browser(user).post(NEW, typed(round_)).status_code == 403
        assert Pin.objects.count() == 1
