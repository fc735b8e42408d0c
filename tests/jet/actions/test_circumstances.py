"""Special circumstances from the request to the panel's last word."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from clair_portal import workflow
from clair_portal.mail.models import OutgoingMail
from jet.actions import circumstances
from jet.models import Circumstance, CircumstanceVote
from jet.placement_errors import (
    AppealOver,
    AskedAlready,
    JudgedBefore,
    NotBeforeThePanel,
    OwnCase,
    TooLateToAsk,
    VotedAlready,
)
from tests.factories.accounts import UserFactory
from tests.factories.allocation import AllocationRunFactory
from tests.factories.circumstances import CircumstanceFactory, CircumstanceVoteFactory
from tests.factories.directory import PrefectureFactory
from tests.factories.jet import ContractingOrganisationFactory, ParticipantFactory

pytestmark = pytest.mark.django_db
State = Circumstance.State


@pytest.fixture
def panel(db):
    return [UserFactory() for _number in range(3)]


@pytest.fixture
def asked(db):
    return CircumstanceFactory()


def fresh(participant, **facts):
    return Circumstance(participant=participant, criterion="carer", told="My mother.", **facts)


def votes(asked, at, *answers):
    """One answer of each member, in order."""
    for by, says_yes in answers:
        asked = circumstances.vote(asked, says_yes=says_yes, reason="Because.", by=by, at=at)
    return asked


def states(asked):
    return [*asked.transitions.order_by("pk").values_list("to_state", flat=True)]


class TestAsking:
    def test_a_request_is_laid_before_the_panel(self, now):
        someone, place = ParticipantFactory(), PrefectureFactory()
        by = UserFactory(person=someone.person)
        asked = circumstances.submit(fresh(someone, prefecture=place), by=by, at=now)
        assert (asked.state, asked.submitted_at, asked.round) == ("submitted", now, 1)
        assert list(asked.transitions.values_list("from_state", "to_state", "by")) == [("", "submitted", by.pk)]

    @pytest.mark.parametrize("state", ["submitted", "panel", "granted", "refused", "appealed", "final"])
    def test_there_is_one_live_request_of_a_participant(self, state, now):
        there = CircumstanceFactory(state=state)
        with pytest.raises(AskedAlready), transaction.atomic():
            circumstances.submit(fresh(there.participant, prefecture=there.prefecture), by=UserFactory(), at=now)
        assert Circumstance.objects.count() == 1

    def test_who_has_withdrawn_may_ask_again(self, now):
        there = CircumstanceFactory(state="withdrawn")
        circumstances.submit(fresh(there.participant, prefecture=there.prefecture), by=UserFactory(), at=now)
        assert there.participant.circumstances.count() == 2

    @pytest.mark.parametrize("state", ["proposed", "published", "superseded"])
    def test_it_is_too_late_once_an_allocation_is_decided(self, state, now):
        someone = ParticipantFactory()
        AllocationRunFactory(arrival_group=someone.arrival_group, state=state)
        with pytest.raises(TooLateToAsk):
            circumstances.submit(fresh(someone, prefecture=PrefectureFactory()), by=UserFactory(), at=now)


class TestThePanel:
    def test_two_who_agree_grant(self, asked, panel, now):
        first = votes(asked, now, (panel[0], True))
        assert first.state == State.PANEL
        assert votes(first, now, (panel[1], True)).state == State.GRANTED
        assert states(asked) == ["panel", "granted"]

    def test_two_who_disagree_with_it_refuse_and_the_participant_has_two_weeks(self, asked, panel, now):
        refused = votes(asked, now, (panel[0], False), (panel[1], False))
        assert (refused.state, refused.appeal_until_on) == (State.REFUSED, _day(now, 14))

    @pytest.mark.parametrize(("third", "end"), [(True, "granted"), (False, "refused")])
    def test_where_they_differ_a_third_decides(self, third, end, asked, panel, now):
        split = votes(asked, now, (panel[0], True), (panel[1], False))
        assert split.state == State.PANEL
        assert votes(split, now, (panel[2], third)).state == end

    def test_nobody_answers_twice(self, asked, panel, now):
        first = votes(asked, now, (panel[0], True))
        with pytest.raises(VotedAlready), transaction.atomic():
            votes(first, now, (panel[0], True))
        asked.refresh_from_db()
        assert (asked.state, asked.votes.count()) == (State.PANEL, 1)

    def test_the_database_too_refuses_the_same_member_twice(self, asked, panel):
        CircumstanceVoteFactory(circumstance=asked, by=panel[0])
        with pytest.raises(IntegrityError, match="circumstancevote_each_once"), transaction.atomic():
            CircumstanceVoteFactory(circumstance=asked, by=panel[0])

    def test_nobody_judges_for_themselves(self, asked, now):
        with pytest.raises(OwnCase):
            votes(asked, now, (UserFactory(person=asked.participant.person), True))

    @pytest.mark.parametrize("state", ["granted", "refused", "appealed", "final", "withdrawn"])
    def test_what_is_decided_or_withdrawn_takes_no_answer(self, state, panel, now):
        with pytest.raises(NotBeforeThePanel):
            votes(CircumstanceFactory(state=state), now, (panel[0], True))
        assert CircumstanceVote.objects.count() == 0

    def test_a_member_with_an_old_page_adds_to_what_is_there_now(self, asked, panel, now):
        stale = Circumstance.objects.get(pk=asked.pk)
        votes(asked, now, (panel[0], True))
        assert votes(stale, now, (panel[1], True)).state == State.GRANTED


def _day(now, days):
    return circumstances.in_japan(now) + timedelta(days=days)


class TestWithdrawing:
    @pytest.mark.parametrize("state", ["submitted", "panel", "granted"])
    def test_the_participant_takes_it_back(self, state, now):
        asked = CircumstanceFactory(state=state)
        assert circumstances.withdraw(asked, by=UserFactory(), at=now).state == State.WITHDRAWN

    @pytest.mark.parametrize("state", ["refused", "appealed", "final", "withdrawn"])
    def test_what_was_refused_cannot_be_withdrawn_and_asked_again(self, state, now):
        with pytest.raises(workflow.IllegalMove):
            circumstances.withdraw(CircumstanceFactory(state=state), by=UserFactory(), at=now)

    def test_a_stale_page_loses(self, asked, panel, now):
        stale = Circumstance.objects.get(pk=asked.pk)
        votes(asked, now, (panel[0], True), (panel[1], True))
        with pytest.raises(workflow.Outdated):
            circumstances.withdraw(stale, by=UserFactory(), at=now)


class TestAppeal:
    @pytest.fixture
    def refused(self, asked, panel, now):
        return votes(asked, now, (panel[0], False), (panel[1], False))

    def appealed(self, refused, at):
        return circumstances.appeal(refused, about="A paper was lost.", by=UserFactory(), at=at)

    def test_until_its_last_day_and_not_after(self, refused, now):
        with pytest.raises(AppealOver):
            self.appealed(refused, now + timedelta(days=15))
        found = self.appealed(refused, now + timedelta(days=14))
        assert (found.state, found.appeal) == (State.APPEALED, "A paper was lost.")

    @pytest.mark.parametrize("state", ["submitted", "panel", "granted", "appealed", "final", "withdrawn"])
    def test_only_against_a_refusal(self, state, now):
        with pytest.raises(AppealOver):
            self.appealed(CircumstanceFactory(state=state), now)

    def test_who_refused_does_not_judge(self, refused, panel, now):
        found = self.appealed(refused, now)
        for judge in (circumstances.uphold, circumstances.dismiss):
            with pytest.raises(JudgedBefore):
                judge(found, reason="No.", by=panel[0], at=now)
        with pytest.raises(OwnCase):
            circumstances.uphold(found, reason="Yes.", by=UserFactory(person=found.participant.person), at=now)

    def test_dismissed_it_is_final(self, refused, panel, now):
        found = circumstances.dismiss(self.appealed(refused, now), reason="All was right.", by=panel[2], at=now)
        assert (found.state, found.appeal_until_on) == (State.FINAL, None)
        assert found.transitions.last().reason == "All was right."

    def test_upheld_the_panel_decides_from_the_beginning_and_for_good(self, refused, panel, now):
        again = circumstances.uphold(self.appealed(refused, now), reason="A paper was lost.", by=panel[2], at=now)
        assert (again.state, again.round, again.appeal_until_on) == (State.PANEL, 2, None)
        half = votes(again, now, (panel[0], False))
        assert half.state == State.PANEL
        assert votes(half, now, (panel[1], False)).state == State.FINAL

    def test_upheld_it_may_be_granted(self, refused, panel, now):
        again = circumstances.uphold(self.appealed(refused, now), reason="Lost.", by=panel[2], at=now)
        assert votes(again, now, (panel[0], True), (panel[2], True)).state == State.GRANTED

    def test_the_participant_gets_one_mail_for_each_answer(self, refused, panel, now):
        circumstances.dismiss(self.appealed(refused, now), reason="zqreason", by=panel[2], at=now)
        sent = OutgoingMail.objects.order_by("pk")
        assert [mail.to for mail in sent] == [refused.participant.person.email] * 2
        assert {mail.template for mail in sent} == {"jet/personal_answer"}


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"state": "lost"}, "circumstance_state_known"),
        ({"criterion": "weather"}, "circumstance_ground_known"),
        ({"told": ""}, "circumstance_is_told"),
        ({"prefecture": None}, "circumstance_names_a_place"),
        ({"round": 3, "appeal": "Lost."}, "circumstance_two_rounds_at_most"),
        ({"appeal_until_on": date(2026, 3, 1)}, "circumstance_appeal_while_refused"),
        ({"state": "refused", "appeal_until_on": None}, "circumstance_appeal_while_refused"),
        ({"state": "appealed", "appeal": ""}, "circumstance_appeal_is_told"),
        ({"round": 2}, "circumstance_appeal_is_told"),
    ],
)
def test_the_database_refuses_wrong_rows(facts, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        CircumstanceFactory(**facts)


def test_a_place_is_one_or_two_prefectures_or_one_organisation():
    prefecture, employer = PrefectureFactory(), ContractingOrganisationFactory()
    with pytest.raises(IntegrityError, match="circumstance_names_a_place"), transaction.atomic():
        CircumstanceFactory(employer=employer)
    with pytest.raises(IntegrityError, match="circumstance_each_prefecture_once"), transaction.atomic():
        CircumstanceFactory(prefecture=prefecture, second_prefecture=prefecture)
    CircumstanceFactory(employer=employer, prefecture=None)


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [({"reason": ""}, "has_a_reason"), ({"round": 0}, "round_known"), ({"round": 3}, "round_known")],
)
def test_the_database_refuses_wrong_votes(facts, constraint):
    with pytest.raises(IntegrityError, match=f"circumstancevote_{constraint}"), transaction.atomic():
        CircumstanceVoteFactory(**facts)
