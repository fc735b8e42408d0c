"""The participant's own page of reappointment: the question, the answer, and what the other side's is told."""

import pytest
import time_machine

from clair_portal.accounts.models import User
from jet.actions import reappointments
from jet.models import Reappointment
from tests.factories.accounts import RoleAssignmentFactory, UserFactory
from tests.factories.jet import ParticipantFactory, TermFactory
from tests.factories.reappointments import ReappointmentFactory

pytestmark = pytest.mark.django_db
MINE = "/jet/reappointment/"
YES, NO, BACK = f"{MINE}yes/", f"{MINE}no/", f"{MINE}take-back/"


@pytest.fixture(autouse=True)
def _clock(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def enter(client, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en-gb"

    def signed_in(participant):
        user = User.objects.filter(person=participant.person).first() or UserFactory(person=participant.person)
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def asked():
    return ReappointmentFactory()


@pytest.fixture
def own(enter, asked):
    return enter(asked.participant)


def text(response):
    return response.content.decode()


def typed(asked, seen=""):
    return {"asked": asked.pk, "seen": seen}


def stands(asked):
    return Reappointment.objects.get(pk=asked.pk).state


def says(asked, answer):
    reappointments.answer_as_authority(asked, answer, by=UserFactory(), at=asked.asked_at)


class TestTold:
    def test_the_question_the_day_and_the_way_to_answer(self, own, asked):
        shown = text(own.get(MINE))
        for words in ("Would you like to stay another year?", "Please answer by Fri 29 January 2027.", YES, NO,
                      str(asked.employer), "A no is final."):  # fmt: skip
            assert words in shown
        assert BACK not in shown

    def test_a_yes_of_the_employer_changes_not_one_word(self, own, asked):
        before = text(own.get(MINE))
        says(asked, "yes")
        tokens = [line for page in (before, text(own.get(MINE))) for line in page.splitlines() if "csrf" not in line]
        assert tokens[: len(tokens) // 2] == tokens[len(tokens) // 2 :]

    def test_a_no_of_the_employer_is_told_at_once(self, own, asked):
        says(asked, "no")
        assert "it offers no further year" in text(own.get(MINE))

    @pytest.mark.parametrize(
        ("mine", "theirs", "words"),
        [
            ("yes", "", "Your employer sees that once it has answered itself."),
            ("yes", "yes", "Your employer says yes too."), ("yes", "no", "Your employer has said no."),
            ("no", "", "Thank you for telling us early."), ("no", "yes", "Your employer had offered another year."),
            ("no", "no", "Your present term is the last one at this employer."),
        ],
    )  # fmt: skip
    def test_what_stands(self, mine, theirs, words, enter):
        asked = ReappointmentFactory(participant_answer=mine, authority_answer=theirs)
        assert words in text(enter(asked.participant).get(MINE))

    def test_the_next_term_once_it_is_entered(self, enter, now):
        asked = ReappointmentFactory(participant_answer="yes", authority_answer="yes")
        Reappointment.objects.update(next_term=TermFactory(participant=asked.participant, number=2), settled_at=now)
        shown = text(enter(asked.participant).get(MINE))
        assert "You stay another year" in shown
        assert "Tue 3 August 2027" in shown

    def test_the_statement_of_the_employer_is_not_shown(self, enter):
        asked = ReappointmentFactory(term=TermFactory(number=3), statement="zqstatement", authority_answer="yes",
                                     participant_answer="yes")  # fmt: skip
        assert "zqstatement" not in text(enter(asked.participant).get(MINE))

    def test_whoever_was_not_asked_reads_that(self, enter):
        assert "You have not been asked yet." in text(enter(ParticipantFactory(state="serving")).get(MINE))
        lapsed = ReappointmentFactory(state="lapsed")
        assert "You have not been asked yet." in text(enter(lapsed.participant).get(MINE))

    def test_after_the_deadline_only_headquarters_helps(self, own, asked):
        Reappointment.objects.update(due_on="2026-11-22")
        shown = text(own.get(MINE))
        assert "The time for answers is over." in shown
        assert YES not in shown

    def test_silence_of_the_employer_is_not_called_a_no(self, enter):
        asked = ReappointmentFactory(participant_answer="yes", state="escalated", due_on="2026-11-22")
        shown = text(enter(asked.participant).get(MINE))
        assert "Your employer has not answered in time." in shown
        assert "Your employer has said no." not in shown

    def test_only_participants_find_the_pages(self, client):
        assert client.get(MINE).status_code == 302
        for user in (UserFactory(), UserFactory(person=None), RoleAssignmentFactory(role="hq").user):
            client.force_login(user)
            assert [client.get(each).status_code for each in (MINE, YES, NO, BACK)] == [404] * 4

    def test_the_page_of_ones_placement_leads_there(self, own, asked):
        assert MINE in text(own.get(f"/jet/participants/{asked.participant.jet_number}/"))


class TestAnswers:
    @pytest.mark.parametrize(("path", "state"), [(YES, "participant_yes"), (NO, "participant_no")])
    def test_an_answer_is_asked_once_more_and_given_once(self, path, state, own, asked):
        assert f'name="asked" value="{asked.pk}"' in text(own.get(path))
        for _click in range(2):
            assert own.post(path, typed(asked))["Location"] == MINE
        assert (stands(asked), asked.transitions.count()) == (state, 1)
        asked.refresh_from_db()
        assert asked.participant_answered_by.person == asked.participant.person

    def test_a_yes_is_taken_back_or_becomes_a_no(self, own, asked):
        own.post(YES, typed(asked))
        assert BACK in text(own.get(MINE))
        own.post(BACK, typed(asked, "yes"))
        assert stands(asked) == "asked"
        own.post(YES, typed(asked))
        own.post(NO, typed(asked, "yes"))
        assert stands(asked) == "participant_no"

    def test_a_no_stays(self, own, asked):
        own.post(NO, typed(asked))
        for path in (YES, BACK):
            response = own.post(path, typed(asked, "no"))
            assert response.status_code == 409
            assert "A no cannot be taken back." in text(response)
        assert stands(asked) == "participant_no"
        assert NO not in text(own.get(MINE))

    def test_a_stale_tab_does_not_turn_a_yes_into_a_final_no(self, own, asked):
        own.post(YES, typed(asked))
        response = own.post(NO, typed(asked, ""))
        assert (response.status_code, stands(asked)) == (409, "participant_yes")
        assert "Somebody has changed this in the meantime." in text(response)

    @pytest.mark.parametrize("number", ["", "x", "0", "9" * 30])
    def test_the_answer_is_to_the_question_on_the_page(self, number, own, asked):
        assert own.post(YES, {"asked": number, "seen": ""}).status_code == 409
        assert stands(asked) == "asked"

    def test_after_the_deadline_it_is_refused(self, own, asked):
        Reappointment.objects.update(due_on="2026-11-22")
        response = own.post(YES, typed(asked))
        assert (response.status_code, stands(asked)) == (409, "asked")
        assert "The time for answers is over" in text(response)

    def test_nobody_answers_in_anothers_place(self, own, asked):
        other = ReappointmentFactory()
        assert own.post(NO, typed(other)).status_code == 409
        assert (stands(other), stands(asked)) == ("asked", "asked")
