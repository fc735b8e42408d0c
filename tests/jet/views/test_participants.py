"""The pages of participants: who sees whom, the file, the timeline, and what never stands there."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clair_portal.documents.models import Job
from jet.models import Participant, Term
from jet.views import timeline
from tests.factories.accounts import RoleAssignmentFactory, UserFactory
from tests.factories.jet import (
    ContractingOrganisationFactory,
    EmergencyContactFactory,
    LanguageSkillFactory,
    ParticipantFactory,
    PlacementFactory,
    TermFactory,
)

pytestmark = pytest.mark.django_db
State = Participant.State
HOME, LIST, FILE = "/jet/", "/jet/participants/", "/jet/participants/file/"


@pytest.fixture(autouse=True)
def _today(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def employer():
    return ContractingOrganisationFactory(organisation__name_en="Example City")


@pytest.fixture
def city(client, employer):
    """Signed in for the contracting organisation."""
    client.user = RoleAssignmentFactory(role="authority", organisation=employer.organisation).user
    client.force_login(client.user)
    return client


def employed(employer, **facts):
    one = ParticipantFactory(state=State.SERVING, **facts)
    PlacementFactory(participant=one, employer=employer, workplace="North School")
    TermFactory(participant=one)
    return one


def page(one):
    return f"{LIST}{one.jet_number}/"


def texts(response):
    return response.content.decode()


class TestList:
    def test_those_whom_ones_organisation_employs_and_nobody_else(self, city, employer):
        mine, _other = employed(employer), employed(ContractingOrganisationFactory(), passport_name="ZQOTHER")
        response = city.get(LIST)
        assert list(response.context["page"]) == [mine]
        text = texts(response)
        assert [word for word in (str(mine.person), "North School", "2 August 2027") if word not in text] == []

    def test_by_name_number_and_state(self, city, employer):
        first = employed(employer, jet_number="20260000011", person__family_kanji="見本")
        second = employed(employer, jet_number="20260000099")
        Participant.objects.filter(pk=second.pk).update(state=State.COMPLETED, ended_on=date(2026, 8, 2))
        found = [
            list(city.get(LIST, asked).context["page"])
            for asked in (
                {"text": "見本"},
                {"text": "260000099"},
                {"state": "completed"},
                {"state": "x"},
                {"text": "zq"},
            )
        ]
        assert found == [[first], [second], [second], [second, first], []]

    @pytest.mark.parametrize(
        "asked", ["text=%00", "page=x", "page=99", "state=%00", "sort=person", "text=" + "x" * 300]
    )
    def test_whatever_is_asked_it_answers(self, city, employer, asked):
        employed(employer)
        assert city.get(f"{LIST}?{asked}").status_code == 200

    def test_it_costs_the_same_whatever_its_length(self, city, employer):
        def cost():
            with CaptureQueriesContext(connection) as counted:
                city.get(LIST)
            return len(counted)

        employed(employer)
        cost()
        one = cost()
        for _ in range(3):
            employed(employer)
        assert (cost(), one <= 10) == (one, True)

    def test_an_empty_list_says_what_will_stand_there(self, city):
        assert "Participants appear here" in texts(city.get(LIST))

    @pytest.mark.parametrize("role", ["participant", "alumnus", "staff_visits"])
    def test_it_is_no_page_for_others(self, client, role):
        client.force_login(RoleAssignmentFactory(role=role).user)
        assert [client.get(address).status_code for address in (LIST, FILE)] == [403, 403]
        assert client.post(FILE, {"form": "xlsx"}).status_code == 403
        assert Job.objects.count() == 0


class TestFile:
    def test_the_button_leads_to_the_jobs_page(self, city):
        response = city.post(FILE, {"form": "cp932", "matching": "見本"})
        job = Job.objects.get()
        assert (response.status_code, response["Location"]) == (303, f"/jobs/{job.uuid}/")
        assert (job.kind, job.parameters) == ("participants_file", {"form": "cp932", "matching": "見本"})

    def test_two_clicks_are_one_file(self, city):
        for _click in range(2):
            city.post(FILE, {"form": "xlsx"})
        assert Job.objects.count() == 1

    def test_the_search_of_the_list_comes_along(self, city, employer):
        employed(employer, person__family="Sample")
        link = f"{FILE}?text=sample"
        assert link in texts(city.get(LIST, {"text": "sample", "state": "serving", "page": "1"}))
        assert 'name="matching" value="sample"' in texts(city.get(link))

    @pytest.mark.parametrize("typed", [{}, {"form": "pdf"}, {"form": "xlsx", "matching": "x" * 101}])
    def test_another_form_is_refused(self, city, typed):
        assert city.post(FILE, typed).status_code == 422
        assert Job.objects.count() == 0


class TestPage:
    def test_facts_terms_and_placements(self, city, employer):
        one = LanguageSkillFactory(participant=employed(employer), level="N2").participant
        text = texts(city.get(page(one)))
        words = (
            'class="chart"',
            "North School",
            "Example City",
            "Japanese: N2",
            "The dashed line is today.",
            "United Kingdom",
        )
        assert [word for word in words if word not in text] == []

    def test_neither_whom_to_call_nor_the_family_stands_there(self, client, city, employer):
        one = employed(employer, dependants=7)
        EmergencyContactFactory(participant=one, name="Zqsister", phone="+44 20 0000 7777")
        seen = texts(city.get(page(one))) + texts(city.get(LIST))
        client.force_login(UserFactory(person=one.person))
        seen += texts(client.get(page(one)))
        assert [word for word in ("Zqsister", "7777", "ependant") if word in seen] == []

    def test_somebody_elses_is_not_found(self, client, city):
        one = employed(ContractingOrganisationFactory())
        assert city.get(page(one)).status_code == 404
        client.force_login(UserFactory())
        assert client.get(page(one)).status_code == 404
        client.logout()
        assert client.get(page(one)).status_code == 302

    def test_whom_somebody_left_does_not_see_where_they_went(self, client, city, employer):
        one = employed(employer)
        one.placements.update(last_on=date(2027, 3, 31))
        later = ContractingOrganisationFactory(organisation__name_en="Zqlater Town")
        PlacementFactory(participant=one, employer=later, first_on=date(2027, 4, 1))
        TermFactory(participant=one, number=2)
        left = texts(city.get(page(one))) + texts(city.get(LIST))
        assert ("Zqlater" in left, "Example City" in left) == (False, True)
        assert list(Term.objects.visible_to(city.user).values_list("number", flat=True)) == [1]
        for user in (
            RoleAssignmentFactory(role="authority", organisation=later.organisation).user,
            UserFactory(person=one.person),
            RoleAssignmentFactory(role="hq", organisation=None).user,
        ):
            client.force_login(user)
            assert ("Zqlater" in texts(client.get(page(one))), Term.objects.visible_to(user).count()) == (True, 2)

    def test_whoever_is_expected_without_a_place_has_a_page(self, client):
        one = ParticipantFactory()
        client.force_login(UserFactory(person=one.person))
        text = texts(client.get(page(one)))
        assert ("There is no placement yet." in text, 'class="chart"' in text) == (True, False)

    @pytest.mark.parametrize("language", ["en-gb", "ja", "de"])
    def test_the_picture_is_the_same_in_every_language(self, city, employer, language):
        city.cookies["django_language"] = language
        assert 'width="99.40%"' in texts(city.get(page(employed(employer))))


class TestMenu:
    def test_oneself_has_a_line_that_leads_to_the_newest_participation(self, client):
        earlier = ParticipantFactory(jet_number="20200000001", state=State.COMPLETED)
        later = ParticipantFactory(jet_number="20260000001", person=earlier.person)
        client.force_login(RoleAssignmentFactory(role="participant", user__person=later.person).user)
        assert f'href="{HOME}"' in texts(client.get("/"))
        text = texts(client.get(HOME))
        assert ("My placement" in text, f'href="{page(later)}"' in text, page(earlier) in text) == (True, True, False)
        assert "My placement</h1>" in texts(client.get(page(later)))

    def test_others_have_none(self, client):
        ParticipantFactory()
        client.force_login(UserFactory())
        assert f'href="{HOME}"' not in texts(client.get("/"))

    def test_those_who_employ_have_a_line(self, client, city):
        assert f'href="{HOME}"' in texts(city.get("/"))
        client.force_login(RoleAssignmentFactory(role="participant").user)
        assert f'href="{LIST}"' not in texts(client.get("/"))

    @pytest.mark.parametrize(("role", "is_shown"), [("hq", True), ("staff_admin", True), ("staff_visits", False)])
    def test_the_programme_on_the_staff_site(self, client, role, is_shown):
        client.force_login(RoleAssignmentFactory(role=role).user)
        text = texts(client.get("/admin/"))
        for line in ("/imports/", "/admin/jet/participant/", "/admin/jet/arrivalgroup/"):
            assert (f'href="{line}"' in text) is is_shown, line


class TestTimeline:
    def test_bars_stand_where_their_days_are(self):
        one = ParticipantFactory(state=State.SERVING)
        terms = [TermFactory(participant=one, number=number) for number in (1, 2)]
        first = PlacementFactory(participant=one, last_on=date(2027, 8, 2), employer__organisation__name_en="North")
        then = PlacementFactory(participant=one, first_on=date(2027, 8, 3), employer__organisation__name_en="South")
        picture = timeline.drawn(terms, [first, then], date(2027, 8, 3))
        assert (picture.first_on, picture.last_on) == (date(2026, 8, 3), date(2028, 8, 2))
        assert [(row.label, row.top, row.bars) for row in picture.rows] == [
            ("Terms", 0, [{"left": "0.00%", "width": "49.33%"}, {"left": "49.93%", "width": "49.47%"}]),
            ("North", 52, [{"left": "0.00%", "width": "49.33%"}]),
            ("South", 104, [{"left": "49.93%", "width": "49.47%"}]),
        ]  # fmt: skip
        assert (picture.today, picture.years) == ("49.93%", [("0.00%", 2026), ("49.93%", 2027)])

    def test_without_days_there_is_none_and_outside_there_is_no_today(self):
        assert timeline.drawn([], [], date(2026, 1, 1)) is None
        term = TermFactory()
        assert timeline.drawn([term], [], date(2030, 1, 1)).today == ""

    def test_a_placement_without_an_end_and_terms_is_one_bar(self):
        picture = timeline.drawn([], [PlacementFactory()], date(2026, 1, 1))
        assert [row.bars for row in picture.rows] == [[{"left": "0.00%", "width": "99.40%"}]]
