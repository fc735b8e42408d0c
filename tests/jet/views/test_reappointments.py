"""The pages of reappointment of those who employ participants, and of headquarters."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jet.actions import reappointments
from jet.models import Reappointment, Term
from tests.factories.accounts import RoleAssignmentFactory, UserFactory
from tests.factories.jet import TermFactory
from tests.factories.reappointments import ReappointmentFactory

pytestmark = pytest.mark.django_db
LIST = "/jet/reappointments/"
SILENT_YES = "not shown before you have answered"


@pytest.fixture(autouse=True)
def _clock(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def enter(client, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en-gb"

    def signed_in(role, organisation=None, **facts):
        client.force_login(RoleAssignmentFactory(role=role, organisation=organisation, **facts).user)
        return client

    return signed_in


@pytest.fixture
def asked():
    return ReappointmentFactory(term=TermFactory(participant__person__family="Zqname"))


@pytest.fixture
def city(enter, asked):
    return enter("authority", asked.employer.organisation)


@pytest.fixture
def hq(enter):
    return enter("hq")


def page(asked, step=""):
    return f"{LIST}{asked.pk}/{step}"


def text(response):
    return response.content.decode()


def answered(asked, side, answer):
    """As the other side does it, through the action."""
    by, at = UserFactory(), asked.asked_at
    getattr(reappointments, f"answer_as_{side}")(asked, answer, by=by, at=at)


def stands(asked):
    return Reappointment.objects.get(pk=asked.pk).state


class TestWhatTheOrganisationIsTold:
    def everything(self, client, asked):
        pages = [LIST, f"{LIST}?year=2027", f"{LIST}?answer=none", page(asked), page(asked, "answer/")]
        return "".join(text(client.get(path)) for path in pages)

    def without_tokens(self, shown):
        return [line for line in shown.splitlines() if "csrfmiddlewaretoken" not in line]

    def test_a_yes_of_the_participant_changes_not_one_word(self, city, asked):
        before = self.everything(city, asked)
        answered(asked, "participant", "yes")
        after = self.everything(city, asked)
        assert self.without_tokens(before) == self.without_tokens(after)
        assert SILENT_YES in after

    @pytest.mark.parametrize("question", ["state=participant_yes", "state=asked", "country=FR", "sort=state"])
    def test_no_filter_lets_it_be_guessed(self, question, city, asked):
        answered(asked, "participant", "yes")
        shown = city.get(f"{LIST}?{question}")
        assert [row.pk for row in shown.context["page"]] == [asked.pk]
        assert "state" not in shown.context["filters"].fields

    def test_once_it_has_answered_itself_it_is_told(self, city, asked):
        answered(asked, "participant", "yes")
        city.post(page(asked, "answer/"), {"answer": "yes", "seen": ""})
        shown = text(city.get(page(asked)))
        assert SILENT_YES not in shown
        assert "Both have said yes." in shown

    def test_silence_after_the_deadline_is_not_called_a_no(self, enter):
        late = ReappointmentFactory(authority_answer="yes", state="escalated", due_on="2026-11-22")
        shown = text(enter("authority", late.employer.organisation).get(page(late)))
        assert "an answer is missing" in shown
        assert "said no" not in shown

    def test_those_who_differ_are_told_to_talk(self, enter):
        differing = ReappointmentFactory(authority_answer="yes", participant_answer="no")
        shown = text(enter("authority", differing.employer.organisation).get(page(differing)))
        assert "You have said yes, and the participant has said no." in shown

    def test_a_no_is_told_at_once(self, city, asked):
        answered(asked, "participant", "no")
        shown = text(city.get(page(asked)))
        assert "no from the participant" in shown
        assert SILENT_YES not in shown

    def test_what_has_happened_is_told_to_headquarters_only(self, enter, city, asked):
        answered(asked, "participant", "yes")
        assert "What has happened" not in text(city.get(page(asked)))
        shown = text(enter("hq").get(page(asked)))
        assert "What has happened" in shown
        assert "yes from the participant" in shown


class TestAnswer:
    def test_a_yes_is_written_down_once(self, city, asked):
        for _click in range(2):
            response = city.post(page(asked, "answer/"), {"answer": "yes", "seen": ""})
            assert (response.status_code, response["Location"]) == (303, page(asked))
        asked.refresh_from_db()
        assert (asked.state, asked.transitions.count()) == ("authority_yes", 1)
        assert "You have said yes. You may still change that until the deadline." in text(city.get(page(asked)))

    def test_a_yes_becomes_a_no_and_stays_one(self, city, asked):
        answered(asked, "authority", "yes")
        assert city.get(page(asked, "answer/")).context["form"]["answer"].value() == "yes"
        city.post(page(asked, "answer/"), {"answer": "no", "seen": "yes"})
        assert stands(asked) == "authority_no"
        response = city.post(page(asked, "answer/"), {"answer": "yes", "seen": "no"})
        assert (response.status_code, stands(asked)) == (422, "authority_no")
        assert "A no cannot be taken back." in text(response)
        assert page(asked, "answer/") not in text(city.get(page(asked)))

    def test_a_stale_tab_is_refused_with_a_sentence(self, city, asked):
        answered(asked, "authority", "yes")
        response = city.post(page(asked, "answer/"), {"answer": "no", "seen": ""})
        assert (response.status_code, stands(asked)) == (422, "authority_yes")
        assert "Somebody has changed this in the meantime." in text(response)

    @pytest.mark.parametrize(
        "typed", [{}, {"answer": ""}, {"answer": "maybe"}, {"answer": "y\x00"}, {"answer": "yes", "seen": "x" * 99}]
    )
    def test_what_is_no_answer_is_refused_beside_its_field(self, typed, city, asked):
        response = city.post(page(asked, "answer/"), typed)
        assert (response.status_code, stands(asked)) == (422, "asked")
        assert response.context["form"].errors

    def test_a_fourth_year_asks_for_a_statement_and_keeps_what_was_typed(self, enter):
        asked = ReappointmentFactory(term=TermFactory(number=3), statement="")
        client = enter("authority", asked.employer.organisation)
        response = client.post(page(asked, "answer/"), {"answer": "yes", "seen": "", "statement": " "})
        assert list(response.context["form"].errors) == ["statement"]
        assert 'value="yes"' in text(response)
        assert "checked" in text(response)
        client.post(page(asked, "answer/"), {"answer": "yes", "seen": "", "statement": "Asked for by pupils."})
        assert "Asked for by pupils." in text(client.get(page(asked)))

    def test_a_third_year_asks_for_none(self, city, asked):
        assert "statement" not in city.get(page(asked, "answer/")).context["form"].fields

    def test_more_time_is_asked_for_once_more(self, city, asked):
        answered(asked, "authority", "yes")
        assert "becomes no answer yet" in text(city.get(page(asked, "take-back/")))
        for _click in range(2):
            assert city.post(page(asked, "take-back/"))["Location"] == page(asked)
        assert (stands(asked), asked.transitions.count()) == ("asked", 2)

    def test_after_the_deadline_the_answer_is_refused(self, city, asked):
        Reappointment.objects.update(due_on="2026-11-22")
        response = city.post(page(asked, "answer/"), {"answer": "yes", "seen": ""})
        assert (response.status_code, stands(asked)) == (422, "asked")
        assert "The time for answers is over" in text(response)
        assert page(asked, "answer/") not in text(city.get(page(asked)))

    def test_other_peoples_participants_are_not_found(self, city):
        other = ReappointmentFactory()
        for step in ("", "answer/", "take-back/"):
            assert city.get(page(other, step)).status_code == 404
        assert city.post(page(other, "answer/"), {"answer": "no", "seen": ""}).status_code == 404
        assert other.participant.person.family not in text(city.get(LIST))

    def test_nobody_answers_for_the_organisation_about_themselves(self, enter, asked):
        client = enter("authority", asked.employer.organisation, user__person=asked.participant.person)
        assert client.get(page(asked)).status_code == 404
        assert client.post(page(asked, "answer/"), {"answer": "yes", "seen": ""}).status_code == 404
        assert list(client.get(LIST).context["page"]) == []

    def test_headquarters_does_not_answer_in_the_organisations_place(self, hq, asked):
        assert hq.post(page(asked, "answer/"), {"answer": "yes", "seen": ""}).status_code == 403
        assert stands(asked) == "asked"


class TestDecide:
    @pytest.fixture
    def differing(self):
        return ReappointmentFactory(authority_answer="yes", participant_answer="no")

    def test_it_is_settled_once_with_a_reason(self, hq, differing):
        typed = {"renewed": "yes", "reason": "Both rang us."}
        assert "Settle the reappointment of" in text(hq.get(page(differing, "decide/")))
        for _click in range(2):
            assert hq.post(page(differing, "decide/"), typed)["Location"] == page(differing)
        assert (stands(differing), Term.objects.filter(number=2).count()) == ("agreed", 1)
        assert "Both rang us." in text(hq.get(page(differing)))

    @pytest.mark.parametrize(
        "typed",
        [
            {},
            {"renewed": "yes"},
            {"renewed": "maybe", "reason": "x"},
            {"renewed": "no", "reason": " "},
            {"renewed": "no", "reason": "x" * 2001},
        ],
    )
    def test_not_without_a_choice_and_a_reason(self, typed, hq, differing):
        response = hq.post(page(differing, "decide/"), typed)
        assert (response.status_code, stands(differing)) == (422, "escalated")

    def test_what_settles_itself_is_not_decided(self, hq, asked):
        response = hq.post(page(asked, "decide/"), {"renewed": "no", "reason": "Because."})
        assert (response.status_code, stands(asked)) == (422, "asked")
        assert "There is nothing to decide here" in text(response)

    def test_the_organisation_does_not_decide(self, enter, differing):
        client = enter("authority", differing.employer.organisation)
        assert client.get(page(differing, "decide/")).status_code == 403
        assert page(differing, "decide/") not in text(client.get(page(differing)))


class TestList:
    def test_headquarters_filters_by_everything_together(self, hq, asked):
        Reappointment.objects.filter(pk=asked.pk).update(year=2026)
        other = ReappointmentFactory(participant_answer="yes", term__participant__nationality="DE")
        found = {
            question: [row.pk for row in hq.get(f"{LIST}?{question}").context["page"]]
            for question in ("", "year=2027", "state=asked", "country=DE", "text=zqname", "answer=none",
                             "state=participant_yes&country=DE&year=2027", "state=agreed", "year=x", "page=99")
        }  # fmt: skip
        both = [other.pk, asked.pk]
        assert found == {
            "": both, "year=2027": [other.pk], "state=asked": [asked.pk], "country=DE": [other.pk],
            "text=zqname": [asked.pk], "answer=none": both, "state=participant_yes&country=DE&year=2027": [other.pk],
            "state=agreed": [], "year=x": both, "page=99": both,
        }  # fmt: skip

    def test_an_empty_list_says_why(self, hq, enter):
        assert "Nobody has been asked yet." in text(hq.get(LIST))
        ReappointmentFactory()
        assert "Nobody fits these filters." in text(hq.get(f"{LIST}?text=nobody"))

    @pytest.mark.parametrize("role", ["hq", "authority"])
    def test_the_number_of_queries_does_not_grow(self, role, enter, asked):
        client = enter(role, asked.employer.organisation if role == "authority" else None)
        counts = []
        for _number in range(2):
            client.get(LIST)
            with CaptureQueriesContext(connection) as queries:
                client.get(LIST)
            counts.append(len(queries))
            for _more in range(3):
                ReappointmentFactory(employer=asked.employer, placement=None)
        assert counts[0] == counts[1] <= 20
