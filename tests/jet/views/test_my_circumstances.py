"""The participant's pages of special circumstances: asked, followed, taken back, appealed."""

from datetime import timedelta

import pytest
import time_machine

from jet.models import Circumstance
from tests.factories.accounts import RoleAssignmentFactory, UserFactory
from tests.factories.allocation import AllocationRunFactory
from tests.factories.circumstances import CircumstanceFactory, CircumstanceTransitionFactory, CircumstanceVoteFactory
from tests.factories.directory import PrefectureFactory
from tests.factories.jet import ContractingOrganisationFactory, ParticipantFactory

pytestmark = pytest.mark.django_db
MINE = "/jet/circumstances/mine/"
ASK, WITHDRAW, APPEAL = f"{MINE}ask/", f"{MINE}withdraw/", f"{MINE}appeal/"


@pytest.fixture(autouse=True)
def _clock(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def someone(db):
    return ParticipantFactory()


@pytest.fixture
def own(client, settings, someone):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en-gb"
    client.force_login(UserFactory(person=someone.person))
    return client


def typed(place=None, **facts):
    empty = {"criterion": "carer", "told": "My mother lives there.", "second_prefecture": "", "employer": ""}
    return {**empty, "prefecture": place.pk if place else "", **facts}


def text(response):
    return response.content.decode()


class TestAsking:
    def test_it_is_sent_and_told_in_plain_words(self, own, someone):
        place = PrefectureFactory()
        response = own.post(ASK, typed(place), follow=True)
        assert response.redirect_chain == [(MINE, 303)]
        assert "Your request is with headquarters." in text(response)
        assert "Two people at headquarters will read it." in text(response)
        made = Circumstance.objects.get()
        assert (made.participant, made.prefecture, made.criterion, made.state) == (someone, place, "carer", "submitted")

    def test_one_organisation_may_be_named_instead(self, own):
        employer = ContractingOrganisationFactory()
        assert own.post(ASK, typed(employer=employer.pk)).status_code == 303
        assert Circumstance.objects.get().employer == employer

    def test_who_takes_part_no_more_is_not_offered(self, own, now):
        gone = ContractingOrganisationFactory(joined_on=now.date() - timedelta(9), left_on=now.date())
        assert own.post(ASK, typed(employer=gone.pk)).status_code == 422

    def test_a_second_click_has_no_second_effect(self, own):
        place = PrefectureFactory()
        for _click in range(2):
            assert own.post(ASK, typed(place))["Location"] == MINE
        assert Circumstance.objects.count() == 1

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({}, "Name a prefecture or a contracting organisation, not both."),
            ({"told": ""}, "This is not settled yet"),
            ({"criterion": "weather"}, "not one of the available choices"),
            ({"prefecture": "9" * 30}, "not one of the available choices"),
            ({"employer": "\x00"}, "This is not settled yet"),
            ({"told": "x" * 4001}, "at most 4000 characters"),
        ],
    )
    def test_what_is_wrong_is_refused_and_what_was_typed_is_kept(self, wrong, said, own):
        response = own.post(ASK, typed(**{"told": "zqkept", **wrong}))
        assert response.status_code == 422
        assert said in text(response)
        assert wrong.get("told", "zqkept") in text(response)
        assert Circumstance.objects.count() == 0

    def test_both_sorts_of_place_and_the_same_prefecture_twice_are_refused(self, own):
        place, employer = PrefectureFactory(), ContractingOrganisationFactory()
        assert "not both" in text(own.post(ASK, typed(place, employer=employer.pk)))
        assert "Name each prefecture once." in text(own.post(ASK, typed(place, second_prefecture=place.pk)))

    def test_once_the_allocation_is_decided_the_form_is_gone(self, own, someone):
        AllocationRunFactory(arrival_group=someone.arrival_group, state="proposed")
        assert "Write to headquarters if something has changed." in text(own.get(MINE))
        assert "<textarea" not in text(own.get(ASK))
        late = own.post(ASK, typed(PrefectureFactory()))
        assert late.status_code == 422
        assert "It is too late for this" in text(late)

    def test_a_forged_participant_is_not_asked_for(self, own, someone):
        own.post(ASK, typed(PrefectureFactory(), participant=ParticipantFactory().pk, state="granted"))
        made = Circumstance.objects.get()
        assert (made.participant, made.state) == (someone, "submitted")


class TestFollowing:
    @pytest.mark.parametrize(
        ("state", "said"),
        [
            ("panel", "The panel is looking at your request."),
            ("granted", "The allocation places you there and nowhere else."),
            ("refused", "you can appeal until 31"),
            ("appealed", "Your appeal has arrived."),
            ("final", "this is final"),
            ("withdrawn", "You have taken your request back."),
        ],
    )
    def test_every_state_is_told(self, state, said, own, someone):
        CircumstanceFactory(participant=someone, state=state)
        assert said in text(own.get(MINE))

    def test_the_reasons_are_read_after_the_decision_without_names(self, own, someone):
        asked = CircumstanceFactory(participant=someone, state="panel")
        member = RoleAssignmentFactory(role="hq", user__person__family="Zqmember").user
        CircumstanceVoteFactory(circumstance=asked, reason="zqyes", by=member)
        CircumstanceVoteFactory(circumstance=asked, reason="zqno", says_yes=False)
        before = text(own.get(MINE))
        assert "zqyes" not in before
        Circumstance.objects.filter(pk=asked.pk).update(state="granted")
        after = text(own.get(MINE))
        assert "zqyes" in after
        assert "zqno" not in after
        assert "Zqmember" not in after

    def test_the_answer_to_an_appeal_is_read(self, own, someone):
        asked = CircumstanceFactory(participant=someone, state="final")
        CircumstanceTransitionFactory(subject=asked, from_state="appealed", to_state="final", reason="zqanswer")
        assert "zqanswer" in text(own.get(MINE))

    def test_nothing_of_others_is_shown(self, own):
        CircumstanceFactory(told="zqother")
        page = text(own.get(MINE))
        assert "zqother" not in page
        assert "Do you have to be in one place" in page


class TestWithdrawing:
    def test_asked_once_and_done_once(self, own, someone):
        asked = CircumstanceFactory(participant=someone)
        assert "Take the request back?" in text(own.get(WITHDRAW))
        for _click in range(2):
            assert own.post(WITHDRAW, {"seen": asked.pk})["Location"] == MINE
        asked.refresh_from_db()
        assert (asked.state, asked.transitions.count()) == ("withdrawn", 1)
        assert "Ask for special circumstances" in text(own.get(MINE))

    def test_an_old_page_does_not_withdraw_a_new_request(self, own, someone):
        old = CircumstanceFactory(participant=someone, state="withdrawn")
        asked = CircumstanceFactory(participant=someone)
        assert own.post(WITHDRAW, {"seen": old.pk}).status_code == 409
        asked.refresh_from_db()
        assert asked.state == "submitted"

    def test_what_was_refused_stays(self, own, someone):
        asked = CircumstanceFactory(participant=someone, state="refused")
        assert "Take the request back" not in text(own.get(MINE))
        assert own.post(WITHDRAW, {"seen": asked.pk}).status_code == 409


class TestAppealing:
    ABOUT = {"about": "A paper was not looked at."}

    def test_once(self, own, someone):
        asked = CircumstanceFactory(participant=someone, state="refused")
        for _click in range(2):
            assert own.post(APPEAL, self.ABOUT)["Location"] == MINE
        asked.refresh_from_db()
        assert (asked.state, asked.appeal, asked.transitions.count()) == ("appealed", self.ABOUT["about"], 1)

    def test_too_late_is_said_and_the_words_are_kept(self, own, someone, now):
        CircumstanceFactory(participant=someone, state="refused", appeal_until_on=now.date() - timedelta(days=2))
        assert "/appeal/" not in text(own.get(MINE))
        response = own.post(APPEAL, self.ABOUT)
        assert response.status_code == 422
        assert "It is too late to appeal." in text(response)
        assert self.ABOUT["about"] in text(response)

    def test_without_a_request_there_is_nothing_to_appeal(self, own):
        assert own.post(APPEAL, self.ABOUT).status_code == 422


def test_only_participants_find_the_pages(client):
    assert client.get(MINE).status_code == 302
    for user in (UserFactory(), UserFactory(person=None), RoleAssignmentFactory(role="hq").user):
        client.force_login(user)
        assert [client.get(page).status_code for page in (MINE, ASK, WITHDRAW, APPEAL)] == [404] * 4
