"""What headquarters may propose: who fits where, which posts are free, and who is not asked again."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jet.actions import swaps
from jet.models import ContractingOrganisation, Participant, Placement, TransferRequest
from jet.transferring import search
from jet.transferring.posts import open_posts
from tests.factories.allocation import AllocationPlaceFactory
from tests.factories.jet import ArrivalGroupFactory, LanguageSkillFactory, ParticipantFactory
from tests.jet import swapping
from tests.jet.swapping import DAY, NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def towns(db):
    return swapping.towns()


def goes(found):
    return {step.request.participant.person.given: str(step.joins) for proposal in found for step in proposal.steps}


class TestProposals:
    def test_a_three_way_swap(self, towns):
        swapping.three(towns)
        assert goes(search.proposals(NOW)) == {"Ada": "Town B", "Ben": "Town C", "Cia": "Town A"}

    def test_only_eligible_requests_count(self, towns):
        swapping.three(towns)
        for state in ("draft", "submitted", "matched", "withdrawn"):
            TransferRequest.objects.filter(participant__person__given="Cia").update(state=state)
            assert search.proposals(NOW) == []

    def test_positions_are_not_mixed(self, towns):
        towns.asks("Ada", "A", "B")
        towns.asks("Ben", "B", "A", position=Participant.Position.CIR)
        assert search.proposals(NOW) == []

    def test_whoever_works_nowhere_today_has_no_place_to_give(self, towns):
        ring = swapping.three(towns)
        Placement.objects.filter(participant=ring[0].participant).update(last_on=NOW.date() - timedelta(days=1))
        assert search.proposals(NOW) == []

    def test_where_somebody_has_left_the_programme_nobody_is_sent(self, towns):
        swapping.three(towns)
        ContractingOrganisation.objects.filter(pk=towns.town("B").pk).update(left_on=date(2026, 10, 31))
        assert search.proposals(NOW) == []

    def test_the_wish_is_told_by_its_number(self, towns):
        towns.asks("Ada", "A", "C", "B")
        towns.asks("Ben", "B", "A")
        [proposal] = search.proposals(NOW)
        assert {step.request.participant.person.given: step.rank for step in proposal.steps} == {"Ada": 2, "Ben": 1}

    def test_the_same_rows_give_the_same_proposals(self, towns):
        swapping.three(towns)
        first, second = search.proposals(NOW), search.proposals(NOW)
        assert [each.fingerprint for each in first] == [each.fingerprint for each in second]

    def test_the_number_of_questions_does_not_grow(self, towns):
        swapping.three(towns)
        towns.free("D")
        with CaptureQueriesContext(connection) as few:
            search.proposals(NOW)
        for number in range(8):
            towns.asks(f"N{number}", "E", "D", "A")
        with CaptureQueriesContext(connection) as many:
            search.proposals(NOW)
        assert len(many) == len(few)


class TestConditions:
    def test_what_a_free_post_finds_indispensable_holds(self, towns):
        ada = towns.asks("Ada", "A", "B")
        towns.free("B", japanese="N2", japanese_wanted="must")
        assert search.proposals(NOW) == []
        LanguageSkillFactory(participant=ada.participant, level="N1")
        assert goes(search.proposals(NOW)) == {"Ada": "Town B"}

    def test_what_would_only_be_good_does_not_bind(self, towns):
        towns.asks("Ada", "A", "B")
        towns.free("B", driving="nice")
        assert goes(search.proposals(NOW)) == {"Ada": "Town B"}

    def test_a_family_needs_housing(self, towns):
        towns.asks("Ada", "A", "B", dependants=2)
        post = towns.free("B")
        assert search.proposals(NOW) == []
        type(post).objects.update(family_housing=True)
        assert goes(search.proposals(NOW)) == {"Ada": "Town B"}

    def test_a_post_for_another_position_is_not_free_for_these(self, towns):
        towns.asks("Ada", "A", "B")
        towns.free("B", position="cir")
        assert search.proposals(NOW) == []

    def test_two_posts_are_given_to_whom_they_fit(self, towns):
        towns.asks("Ada", "A", "B")
        towns.asks("Ben", "C", "B")
        plain, other = towns.free("B"), towns.free("B")
        assert {proposal.vacancy for proposal in search.proposals(NOW)} == {plain, other}


class TestNoes:
    def test_whom_an_employer_did_not_want_it_is_not_asked_to_take_again(self, towns):
        swapping.three(towns)
        towns.answers(towns.propose(), "B", yes=False, reason="No.")
        assert search.proposals(NOW) == []

    def test_another_one_may_still_come_there(self, towns):
        swapping.three(towns)
        towns.answers(towns.propose(), "B", yes=False, reason="No.")
        towns.asks("Dov", "C", "B")
        assert goes(search.proposals(NOW)) == {"Dov": "Town B", "Ben": "Town C"}

    def test_taking_back_forbids_nothing(self, towns):
        swapping.three(towns)
        swaps.dissolve(towns.propose(), by=towns.hq, at=NOW, reason="Another day.")
        assert len(search.proposals(NOW)) == 1

    def test_a_new_request_begins_anew(self, towns):
        ada = towns.asks("Ada", "A", "B")
        towns.free("B")
        towns.answers(towns.propose(), "A", yes=False, reason="No.")
        assert search.proposals(NOW) == []
        TransferRequest.objects.filter(pk=ada.pk).update(state="closed")
        ada.pk, ada.number, ada.state = None, "TR-2026-9999", "eligible"
        ada.save()
        ada.wishes.create(rank=1, prefecture=towns.town("B").prefecture)
        assert goes(search.proposals(NOW)) == {"Ada": "Town B"}


class TestFreePosts:
    def placed(self, post, **facts):
        run = post.arrival_group.runs.get()
        return AllocationPlaceFactory(run=run, request=post, **facts)

    def test_given_back_or_left_is_free_again(self, towns):
        post = towns.free("B", posts=4)
        self.placed(post, state="accepted")
        self.placed(post, state="released")
        self.placed(post, state="withdrawn")
        self.placed(post, state="accepted", participant=ParticipantFactory(state="ended_early"))
        assert open_posts(NOW) == {post: 2}

    def test_only_what_was_allocated_and_asked_for_lately(self, towns):
        post = towns.free("B")
        run = post.arrival_group.runs.get()
        type(run).objects.update(state="superseded")
        assert open_posts(NOW) == {}
        type(run).objects.update(state="published")
        type(post).objects.update(state="accepted")
        assert open_posts(NOW) == {}
        type(post).objects.update(state="frozen")
        old = ArrivalGroupFactory(year=2024, code="A", arrives_on=date(2024, 8, 1))
        type(run).objects.update(arrival_group=old)
        type(post).objects.update(arrival_group=old)
        assert open_posts(NOW) == {}

    def test_what_a_cycle_was_promised_is_not_free(self, towns):
        towns.asks("Ada", "A", "B")
        post = towns.free("B")
        cycle = towns.propose()
        assert open_posts(NOW) == {}
        swaps.dissolve(cycle, by=towns.hq, at=NOW, reason="A mistake.")
        assert open_posts(NOW) == {post: 1}

    def test_a_post_is_promised_once(self, towns):
        for name, at in (("Ada", "A"), ("Ben", "C")):
            towns.asks(name, at, "B")
        towns.free("B")
        assert len(search.proposals(NOW)) == 1
        towns.propose(DAY)
        assert search.proposals(NOW) == []
