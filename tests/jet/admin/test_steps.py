"""The buttons of a participant: each with what it asks, its refusal at its field, and nothing twice."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from jet.models import Participant, Placement, Term
from tests.factories.accounts import RoleAssignmentFactory
from tests.factories.jet import ContractingOrganisationFactory, ParticipantFactory, PlacementFactory, TermFactory

pytestmark = pytest.mark.django_db
State = Participant.State


@pytest.fixture(autouse=True)
def _today(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def hq(client):
    client.force_login(RoleAssignmentFactory(role="hq").user)
    return client


def step(one, name):
    return reverse("admin:jet_participant_move", args=[one.pk, name])


def press(client, one, name, **typed):
    """Open the page of a button, then send it with what stands there already."""
    form = client.get(step(one, name)).context["form"]
    known = {key: value for key, value in form.initial.items() if value is not None}
    return client.post(step(one, name), {**known, **typed})


def serving(*numbers):
    one = ParticipantFactory(state=State.SERVING)
    PlacementFactory(participant=one, first_on=date(2026, 8, 3))
    for number in numbers or (1,):
        TermFactory(participant=one, number=number)
    return one


def said(response):
    return response.context["form"].errors


class TestArrive:
    def test_the_day_of_the_group_stands_there_already(self, hq):
        one = ParticipantFactory()
        assert 'value="2026-08-02"' in hq.get(step(one, "arrive")).content.decode()
        assert press(hq, one, "arrive").status_code == 302
        one.refresh_from_db()
        assert (one.state, one.terms.get().first_on) == (State.SERVING, date(2026, 8, 3))

    @pytest.mark.parametrize("on", ["", "2026-13-01", "9999-12-31", "0001-01-01", "1986-12-31", "x\x00"])
    def test_an_impossible_day_is_refused(self, hq, on):
        one = ParticipantFactory()
        response = press(hq, one, "arrive", on=on)
        assert (response.status_code, list(said(response))) == (200, ["on"])
        assert Term.objects.count() == 0

    def test_a_second_click_finds_it_done(self, hq):
        one = ParticipantFactory()
        press(hq, one, "arrive")
        assert hq.post(step(one, "arrive"), {"on": "2026-08-02"}).status_code == 302
        assert Term.objects.count() == 1


class TestWithdrawAndComplete:
    def test_not_coming_needs_a_reason(self, hq):
        one = ParticipantFactory()
        assert hq.post(step(one, "withdraw"), {"reason": ""}).status_code == 200
        assert hq.post(step(one, "withdraw"), {"reason": "Another post."}).status_code == 302
        one.refresh_from_db()
        assert (one.state, one.transitions.get().reason) == (State.WITHDRAWN, "Another post.")

    def test_completion_comes_after_the_last_day(self, hq):
        one = serving()
        hq.post(step(one, "complete"))
        assert Participant.objects.get().state == State.SERVING
        Term.objects.update(first_on=date(2025, 8, 3), last_on=date(2026, 8, 2))
        Placement.objects.update(first_on=date(2025, 8, 3))
        hq.post(step(one, "complete"))
        assert Participant.objects.get().ended_on == date(2026, 8, 2)


class TestEndEarly:
    def test_terms_and_placements_end(self, hq):
        one = serving()
        assert press(hq, one, "end-early", on="2026-12-18", reason="Family.").status_code == 302
        one.refresh_from_db()
        assert (one.state, one.ended_on, one.terms.get().last_on) == (
            State.ENDED_EARLY, date(2026, 12, 18), date(2026, 12, 18),
        )  # fmt: skip

    def test_a_day_after_the_last_one_is_refused_at_its_field(self, hq):
        one = serving()
        response = press(hq, one, "end-early", on="2028-01-01", reason="Family.")
        assert said(response) == {"on": ["An early end lies between the first day and the day before the last one."]}
        assert 'value="2028-01-01"' in response.content.decode()
        assert Participant.objects.get().state == State.SERVING


class TestRenew:
    def test_a_year_or_until_a_day(self, hq):
        one = serving()
        press(hq, one, "renew")
        press(hq, one, "renew", last_on="2029-03-31")
        assert list(one.terms.by_number().values_list("number", "last_on")) == [
            (1, date(2027, 8, 2)), (2, date(2028, 8, 2)), (3, date(2029, 3, 31)),
        ]  # fmt: skip

    def test_two_clicks_are_one_term(self, hq):
        one = serving()
        for _click in range(2):
            response = hq.post(step(one, "renew"), {"number": 1})
        assert said(response) == {"__all__": ["The next term is entered already."]}
        assert one.terms.count() == 2

    def test_a_fourth_year_needs_its_reason(self, hq):
        one = serving(1, 2, 3)
        assert said(press(hq, one, "renew")) == {"exception": ["A fourth or fifth year needs a reasoned statement."]}
        press(hq, one, "renew", exception="The school asks.")
        assert one.terms.get(number=4).exception == "The school asks."

    def test_there_is_no_sixth_and_none_for_those_who_are_over(self, hq):
        five, over = serving(1, 2, 3, 4, 5), ParticipantFactory(state=State.COMPLETED)
        for one in (five, over):
            hq.post(step(one, "renew"), {"number": 5, "exception": "More."})
        assert Term.objects.count() == 5
        assert "Enter the next term" not in hq.get(f"/admin/jet/participant/{five.pk}/change/").content.decode()

    def test_a_forged_term_is_refused(self, hq):
        one = serving()
        assert said(hq.post(step(one, "renew"), {"number": 9}))
        assert one.terms.count() == 1


class TestTransfer:
    def test_one_placement_ends_and_the_next_begins(self, hq):
        one, to = serving(), ContractingOrganisationFactory()
        assert press(hq, one, "transfer", to=to.pk, on="2027-01-08", workplace="North School").status_code == 302
        assert list(one.placements.in_time_order().values_list("workplace", "first_on", "last_on")) == [
            ("", date(2026, 8, 3), date(2027, 1, 7)), ("North School", date(2027, 1, 8), None),
        ]  # fmt: skip

    def test_the_same_employer_is_refused_at_its_field(self, hq):
        one = serving()
        response = press(hq, one, "transfer", to=one.placements.get().employer_id, on="2027-01-08")
        assert said(response) == {
            "to": ["The participant works there already. Another school or section is no transfer."]
        }
        assert one.placements.count() == 1

    def test_somebody_elses_placement_is_left_alone(self, hq):
        one, other, to = serving(), serving(), ContractingOrganisationFactory()
        typed = {"placement": other.placements.get().pk, "to": to.pk, "on": "2027-01-08"}
        assert said(hq.post(step(one, "transfer"), typed))
        assert Placement.objects.count() == 2

    def test_the_employer_is_found_by_typing(self, hq):
        ContractingOrganisationFactory(organisation__name_en="Zqtown")
        asked = {"app_label": "jet", "model_name": "placement", "field_name": "employer", "term": "zqtown"}
        answer = hq.get(reverse("admin:autocomplete"), asked)
        assert [found["text"] for found in answer.json()["results"]] == ["Zqtown"]


@pytest.mark.parametrize("role", ["staff_visits", "staff_admin", "authority", "participant"])
def test_who_takes_a_step(client, role):
    one = ParticipantFactory()
    client.force_login(RoleAssignmentFactory(role=role).user)
    client.post(step(one, "arrive"), {"on": "2026-08-02"})
    assert (Participant.objects.get().state == State.SERVING) is (role == "staff_admin")
