"""The panel's pages: who reads them, what one sees before one's own answer, and what two clicks do."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.accounts import RoleAssignmentFactory, UserFactory
from tests.factories.allocation import PlacementRequestFactory
from tests.factories.circumstances import CircumstanceFactory, CircumstanceVoteFactory
from tests.factories.jet import (
    ArrivalGroupFactory,
    ContractingOrganisationFactory,
    ParticipantFactory,
    PlacementFactory,
)
from tests.jet.views import asking
from tests.jet.views.asking import holder

pytestmark = pytest.mark.django_db
LIST = "/jet/circumstances/"
YES, NO = {"says_yes": "yes", "reason": "Right."}, {"says_yes": "no", "reason": "zqwrong"}


@pytest.fixture(autouse=True)
def _clock(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def member(db):
    return holder("hq", user__email="member@example.org")


@pytest.fixture
def enter(client, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en-gb"

    def signed_in(user):
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def asked(db):
    return CircumstanceFactory(told="zqtold")


def page_of(asked):
    return f"{LIST}{asked.pk}/"


def text(response):
    return response.content.decode()


class TestList:
    def test_the_filters_stand_in_the_address_and_hold_together(self, enter, member):
        group = ArrivalGroupFactory(code="B")
        fits = CircumstanceFactory(state="panel", criterion="parent", participant__arrival_group=group)
        CircumstanceFactory(state="panel", criterion="parent")
        CircumstanceFactory(state="panel", criterion="health", participant__arrival_group=group)
        CircumstanceFactory(criterion="parent", participant__arrival_group=group)
        seen = enter(member).get(f"{LIST}?state=panel&criterion=parent&arrival_group={group.pk}")
        assert [*seen.context["page"]] == [fits]

    def test_what_waits_for_me(self, enter, member):
        fresh, own = CircumstanceFactory(), CircumstanceFactory(state="panel")
        CircumstanceVoteFactory(circumstance=own, by=member)
        CircumstanceFactory(state="granted")
        oneself = CircumstanceFactory(participant__person=member.person)
        objected, judged = CircumstanceFactory(state="appealed"), CircumstanceFactory(state="appealed")
        CircumstanceVoteFactory(circumstance=judged, by=member)
        seen = [*enter(member).get(f"{LIST}?mine=on").context["page"]]
        assert {one.pk for one in seen} == {fresh.pk, objected.pk}
        assert oneself not in seen

    def test_the_number_of_queries_does_not_grow(self, enter, member):
        def counted():
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(LIST).status_code == 200
            return len(queries)

        browser = enter(member)
        CircumstanceFactory()
        browser.get(LIST)
        once = counted()
        for _number in range(2):
            CircumstanceFactory()
            CircumstanceFactory(prefecture=None, employer=ContractingOrganisationFactory())
        assert counted() == once

    @pytest.mark.parametrize("wrong", ["state=x", "criterion=%00", "arrival_group=9999999999999999999999", "page=x"])
    def test_a_wrong_filter_narrows_nothing(self, wrong, enter, member, asked):
        assert [*enter(member).get(f"{LIST}?{wrong}").context["page"]] == [asked]

    def test_an_empty_list_says_so(self, enter, member):
        assert "There is nothing here yet." in text(enter(member).get(LIST))
        assert "No request fits these filters." in text(enter(member).get(f"{LIST}?state=final"))


class TestVoting:
    def test_two_members_grant(self, enter, member, asked):
        other = holder("staff_admin")
        for user in (member, other):
            response = enter(user).post(page_of(asked), YES)
            assert (response.status_code, response["Location"]) == (303, page_of(asked))
        asked.refresh_from_db()
        assert (asked.state, asked.votes.count()) == ("granted", 2)
        assert "places the participant there and nowhere else" in text(enter(member).get(page_of(asked)))

    def test_a_second_click_has_no_second_effect(self, enter, member, asked):
        for _click in range(2):
            assert enter(member).post(page_of(asked), YES).status_code == 303
        asked.refresh_from_db()
        assert (asked.state, asked.votes.count(), asked.transitions.count()) == ("panel", 1, 1)

    def test_what_the_other_thinks_is_read_after_one_s_own_answer_only(self, enter, member, asked):
        enter(holder("hq")).post(page_of(asked), NO)
        before = text(enter(member).get(page_of(asked)))
        assert "Another member has answered." in before
        assert "zqwrong" not in before
        assert "zqwrong" not in text(enter(member).get(LIST))
        refused = enter(member).post(page_of(asked), {"says_yes": "", "reason": ""})
        assert "zqwrong" not in text(refused)
        enter(member).post(page_of(asked), YES)
        assert "zqwrong" in text(enter(member).get(page_of(asked)))

    @pytest.mark.parametrize(
        "wrong",
        [
            {},
            {"says_yes": "yes"},
            {"reason": "x"},
            {"says_yes": "maybe", "reason": "x"},
            {"says_yes": "yes", "reason": "x" * 2001},
            {"says_yes": "yes", "reason": "\x00"},
        ],
    )
    def test_what_is_wrong_is_refused_and_kept(self, wrong, enter, member, asked):
        response = enter(member).post(page_of(asked), wrong)
        assert (response.status_code, asked.votes.count()) == (422, 0)
        assert (wrong.get("reason") or "").replace("\x00", "")[:1] in text(response)

    def test_what_was_withdrawn_meanwhile_is_said_kindly(self, enter, member):
        gone = CircumstanceFactory(state="withdrawn")
        response = enter(member).post(page_of(gone), YES)
        assert response.status_code == 422
        assert "does not wait for the panel any more" in text(response)

    def test_one_s_own_request_has_no_form(self, enter, member):
        own = CircumstanceFactory(participant__person=member.person)
        assert "Give my answer" not in text(enter(member).get(page_of(own)))
        assert "Somebody else decides on it." in text(enter(member).post(page_of(own), YES))

    def test_it_says_how_many_posts_there_are(self, enter, member):
        someone = ParticipantFactory()
        employer = ContractingOrganisationFactory()
        there = CircumstanceFactory(participant=someone, prefecture=employer.prefecture)
        assert "cannot be placed" in text(enter(member).get(page_of(there)))
        facts = {"arrival_group": someone.arrival_group, "employer": employer}
        PlacementRequestFactory(**facts, state="frozen", posts=3)
        PlacementRequestFactory(**facts, state="accepted", posts=2)
        PlacementRequestFactory(**facts, state="sent", posts=7)
        PlacementRequestFactory(**facts, state="frozen", posts=7, position="cir")
        PlacementRequestFactory(arrival_group=someone.arrival_group, state="frozen", posts=7)
        assert "5 posts of this position are there." in text(enter(member).get(page_of(there)))
        only = CircumstanceFactory(participant__arrival_group=someone.arrival_group, prefecture=None, employer=employer)
        assert enter(member).get(page_of(only)).context["posts"] == 5


class TestAppeals:
    APPEAL = {"upheld": "no", "reason": "All was right."}

    @pytest.fixture
    def objected(self, db):
        made = CircumstanceFactory(state="appealed")
        self.refused_by = holder("hq")
        CircumstanceVoteFactory(circumstance=made, says_yes=False, by=self.refused_by)
        return made

    def test_another_member_dismisses_it(self, enter, member, objected):
        assert "Look at the appeal" in text(enter(member).get(page_of(objected)))
        for _click in range(2):
            assert enter(member).post(f"{page_of(objected)}appeal/", self.APPEAL).status_code == 303
        objected.refresh_from_db()
        assert (objected.state, objected.transitions.count()) == ("final", 1)
        assert "All was right." in text(enter(member).get(page_of(objected)))

    def test_or_upholds_it(self, enter, member, objected):
        enter(member).post(f"{page_of(objected)}appeal/", {**self.APPEAL, "upheld": "yes"})
        objected.refresh_from_db()
        assert (objected.state, objected.round) == ("panel", 2)
        assert "Give my answer" in text(enter(self.refused_by).get(page_of(objected)))

    def test_who_refused_is_not_asked_and_not_let(self, enter, objected):
        browser = enter(self.refused_by)
        assert "Look at the appeal" not in text(browser.get(page_of(objected)))
        response = browser.post(f"{page_of(objected)}appeal/", self.APPEAL)
        assert response.status_code == 422
        assert "You were one of those who decided." in text(response)


class TestWhoReadsIt:
    """What somebody has told in confidence is on no page of anybody else."""

    def test_not_the_employer_not_the_branch_not_other_staff(self, enter, asked):
        parties = asking.parties()
        PlacementFactory(participant=asked.participant, employer=parties.employer)
        for user in (parties.asks, parties.endorses, UserFactory(), holder("staff_visits"), holder("staff_jetaa")):
            browser = enter(user)
            for address in (LIST, page_of(asked), f"{page_of(asked)}appeal/"):
                assert browser.get(address).status_code in {403, 404}
            assert browser.post(page_of(asked), YES).status_code in {403, 404}
        assert asked.votes.count() == 0

    def test_nor_does_the_employer_s_page_of_the_participant_name_it(self, enter, asked):
        parties = asking.parties()
        PlacementFactory(participant=asked.participant, employer=parties.employer)
        shown = text(enter(parties.asks).get(f"/jet/participants/{asked.participant.jet_number}/"))
        assert asked.participant.jet_number in shown
        assert "zqtold" not in shown
        assert "circumstances" not in shown

    def test_no_row_history_keeps_it(self, asked):
        tables = connection.introspection.table_names()
        assert [name for name in tables if "circumstance" in name and "event" in name] == []

    def test_a_participant_is_no_member(self, enter, asked):
        own = RoleAssignmentFactory(role="participant", user__person=asked.participant.person).user
        assert enter(own).get(page_of(asked)).status_code == 403
        assert enter(own).post(page_of(asked), YES).status_code == 403
