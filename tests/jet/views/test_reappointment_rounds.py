"""Headquarters' pages of a round: opening it, its deadlines, how far it is, and the early warning."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jet.models import Reappointment, ReappointmentDeadline
from tests.factories.accounts import RoleAssignmentFactory
from tests.factories.jet import PlacementFactory, TermFactory
from tests.factories.reappointments import ReappointmentDeadlineFactory, ReappointmentFactory

pytestmark = pytest.mark.django_db
ROUND = "/jet/reappointments/rounds/2027/"
OPEN, DEADLINE = f"{ROUND}open/", f"{ROUND}deadline/"
DUE = {"due_on": "2027-01-29"}


@pytest.fixture(autouse=True)
def _clock(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def hq(client, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en-gb"
    client.force_login(RoleAssignmentFactory(role="hq").user)
    return client


def text(response):
    return response.content.decode()


def serving():
    term = TermFactory()
    PlacementFactory(participant=term.participant)
    return term.participant


class TestOpen:
    def test_the_round_is_opened_once(self, hq):
        one = serving()
        assert "Open the round" in text(hq.get(ROUND))
        first, second = (text(hq.post(OPEN, DUE, follow=True)) for _click in range(2))
        assert "1 participant has been asked." in first
        assert "Nobody was left to be asked." in second
        assert list(Reappointment.objects.values_list("participant", "due_on")) == [(one.pk, date(2027, 1, 29))]
        assert "Ask those who have come since" in second
        assert 'value="2027-01-29"' in text(hq.get(OPEN))

    @pytest.mark.parametrize("day", ["", "2026-11-22", "2029-01-01", "29.1.", "9999-12-31", "0001-01-01", "x\x00"])
    def test_an_impossible_day_is_refused_beside_its_field(self, day, hq):
        serving()
        response = hq.post(OPEN, {"due_on": day})
        assert (response.status_code, list(response.context["form"].errors)) == (422, ["due_on"])
        assert Reappointment.objects.count() == 0

    @pytest.mark.parametrize("year", [0, 1986, 2101, 99999999999999])
    def test_there_is_no_round_outside_the_programme(self, year, hq):
        assert hq.get(f"/jet/reappointments/rounds/{year}/").status_code == 404


class TestDeadlines:
    def test_a_country_gets_its_own_day_before_the_round_is_opened(self, hq):
        assert hq.post(DEADLINE, {"country": "CN", "due_on": "2026-12-18"})["Location"] == ROUND
        shown = text(hq.get(ROUND))
        assert "China" in shown
        assert "Fri 18 December 2026" in shown
        assert "Open the round" in shown

    def test_the_second_day_replaces_the_first(self, hq):
        for day in ("2026-12-18", "2026-12-20", "2026-12-20"):
            hq.post(DEADLINE, {"country": "CN", "due_on": day})
        assert ReappointmentDeadline.objects.get().due_on == date(2026, 12, 20)

    @pytest.mark.parametrize(
        "typed", [{"country": "XX", **DUE}, {"country": "CN"}, {"country": "CN", "due_on": "2000-01-01"}]
    )
    def test_what_cannot_be_is_refused(self, typed, hq):
        assert hq.post(DEADLINE, typed).status_code == 422
        assert ReappointmentDeadline.objects.count() == 0


class TestOverview:
    def test_bars_count_the_states_and_lead_to_the_list(self, hq):
        for answers in (("yes", "yes"), ("yes", "yes"), ("", ""), ("no", "no")):
            ReappointmentFactory(authority_answer=answers[0], participant_answer=answers[1])
        ReappointmentFactory(year=2028)
        response = hq.get(ROUND)
        assert response.context["bars"] == [("nobody has answered", 1), ("agreed", 2), ("not renewed", 1)]
        assert 'href="/jet/reappointments/?year=2027&amp;state=agreed">agreed (2)' in text(response)

    def test_the_early_warning_names_whom_to_call_in_order(self, hq, now):
        soon = now.date() + timedelta(days=14)
        both = ReappointmentFactory(due_on=soon)
        city = ReappointmentFactory(due_on=soon, participant_answer="yes")
        person = ReappointmentFactory(due_on=soon, authority_answer="yes")
        talk = ReappointmentFactory(authority_answer="yes", participant_answer="no")
        ReappointmentFactory(due_on=soon + timedelta(days=1))
        response = hq.get(ROUND)
        assert list(response.context["warnings"]) == [both, city, person, talk]
        shown = text(response)
        order = [shown.index(words) for words in ("both are silent", "the organisation is silent",
                                                  "the participant is silent", "to be talked over</span>")]  # fmt: skip
        assert order == sorted(order)
        assert "4 reappointments need somebody’s attention now." in shown

    def test_a_round_of_nobody_says_what_to_do(self, hq):
        assert "Set the days of single countries first" in text(hq.get(ROUND))

    def test_the_number_of_queries_does_not_grow(self, hq, now):
        ReappointmentDeadlineFactory()
        counts = []
        for _number in range(2):
            ReappointmentFactory(due_on=now.date())
            hq.get(ROUND)
            with CaptureQueriesContext(connection) as queries:
                hq.get(ROUND)
            counts.append(len(queries))
            for _more in range(3):
                ReappointmentFactory(due_on=now.date())
        assert counts[0] == counts[1] <= 16


@pytest.mark.parametrize("role", ["authority", "branch", "participant", "staff_visits"])
def test_nobody_else_opens_or_reads_a_round(client, role):
    scope = PlacementFactory().employer.organisation if role in ("authority", "branch") else None
    client.force_login(RoleAssignmentFactory(role=role, organisation=scope).user)
    assert [client.get(path).status_code for path in (ROUND, OPEN, DEADLINE)] == [403] * 3
    assert client.post(OPEN, DUE).status_code == 403
    assert ReappointmentDeadline.objects.count() == 0
