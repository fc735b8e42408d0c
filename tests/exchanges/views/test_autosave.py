"""A draft keeps itself: never over somebody's newer version, never what was sent, never somebody else's."""

import pytest

from exchanges.models import VisitCase
from tests.exchanges.views.test_cases import typed
from tests.factories.exchanges import VisitCaseFactory

pytestmark = pytest.mark.django_db
State = VisitCase.State
NEW = "/visits/new/autosave/"


@pytest.fixture
def city(client, settings, parties):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en-gb"
    client.force_login(parties.asks)
    return client


def page(case):
    return f"/visits/{case.number}/autosave/"


class TestANewRequest:
    def test_the_first_time_it_becomes_a_draft_and_says_where_to_go_on(self, city, parties):
        key = str(city.get("/visits/new/").context["form"]["draft_id"].value())
        response = city.post(NEW, typed(parties, draft_id=key))
        case = VisitCase.objects.get()
        assert (response.status_code, str(case.uuid), case.state) == (200, key, State.DRAFT)
        assert response.json() == {"version": 1, "page": f"/visits/{case.number}/edit/", "autosave": page(case)}

    def test_the_second_time_it_is_the_same_draft(self, city, parties):
        key = str(city.get("/visits/new/").context["form"]["draft_id"].value())
        first = city.post(NEW, typed(parties, draft_id=key)).json()
        second = city.post(NEW, typed(parties, draft_id=key, seen_version=first["version"], city="York"))
        assert (second.json()["version"], VisitCase.objects.get().city) == (2, "York")

    def test_the_button_afterwards_goes_on_with_the_draft(self, city, parties):
        key = str(city.get("/visits/new/").context["form"]["draft_id"].value())
        version = city.post(NEW, typed(parties, draft_id=key)).json()["version"]
        city.post("/visits/new/", typed(parties, draft_id=key, seen_version=version, city="York"))
        assert VisitCase.objects.get().city == "York"

    def test_without_a_title_there_is_nothing_to_keep(self, city, parties):
        response = city.post(NEW, typed(parties, title=""))
        assert (response.status_code, VisitCase.objects.count()) == (422, 0)

    def test_the_key_of_somebody_elses_draft_opens_nothing(self, city, parties):
        other = VisitCaseFactory(state=State.DRAFT, city="Bath")
        response = city.post(NEW, typed(parties, draft_id=str(other.uuid)))
        assert (response.status_code, VisitCase.objects.get().city) == (409, "Bath")
        assert other.number not in response.content.decode()


class TestADraft:
    def test_it_takes_what_was_typed(self, city, parties):
        case = parties.case(state=State.DRAFT, city="York")
        response = city.post(page(case), typed(parties))
        case.refresh_from_db()
        assert (response.json()["version"], case.version, case.city) == (2, 2, "Leeds")
        assert list(case.themes.values_list("title", flat=True)) == ["Day care"]

    def test_a_newer_version_stays(self, city, parties):
        case = parties.case(state=State.DRAFT, city="York", version=3)
        response = city.post(page(case), typed(parties, seen_version="2"))
        case.refresh_from_db()
        assert (response.status_code, case.city, case.version) == (409, "York", 3)
        assert response.json() == {"said": "Somebody has changed this in the meantime. Look at it again, then decide."}

    def test_an_answer_that_cannot_be_kept_is_named(self, city, parties):
        case = parties.case(state=State.DRAFT, city="York")
        response = city.post(page(case), typed(parties, party_size="many"))
        case.refresh_from_db()
        assert (response.status_code, case.city) == (422, "York")
        assert response.json() == {"said": "Not saved yet. How many people come?: Enter a whole number."}

    def test_a_rule_about_two_answers_is_said_as_it_is(self, city, parties):
        case = parties.case(state=State.DRAFT)
        response = city.post(page(case), typed(parties, last_on="2027-05-01"))
        assert response.json() == {"said": "The last day lies before the first."}

    @pytest.mark.parametrize("state", sorted(set(State.values) - {State.DRAFT}))
    def test_what_was_sent_changes_by_no_timer(self, city, parties, state):
        case = parties.case(state=state, city="York")
        response = city.post(page(case), typed(parties))
        case.refresh_from_db()
        assert (response.status_code, case.city) == (409, "York")

    def test_nobody_elses(self, city, parties):
        case = VisitCaseFactory(state=State.DRAFT)
        assert city.post(page(case), typed(parties)).status_code == 404

    def test_whoever_is_signed_out_is_sent_to_the_door(self, client, parties):
        case = parties.case(state=State.DRAFT)
        assert client.post(page(case), typed(parties)).status_code == 302

    def test_there_is_nothing_to_get(self, city, parties):
        assert [city.get(path).status_code for path in (NEW, page(parties.case(state=State.DRAFT)))] == [405, 405]


class TestTheForm:
    def test_a_draft_and_a_new_request_say_where_they_keep_themselves(self, city, parties):
        case = parties.case(state=State.DRAFT)
        for path, kept in (("/visits/new/", NEW), (f"/visits/{case.number}/edit/", page(case))):
            assert f'data-autosave="{kept}"' in city.get(path).content.decode()

    def test_what_came_back_with_a_question_does_not(self, city, parties):
        case = parties.case(state=State.NEED_INFO)
        assert "data-autosave=" not in city.get(f"/visits/{case.number}/edit/").content.decode()
