"""A swap cycle from the proposal to the placements: all of its people move, or nobody does."""

from datetime import date, timedelta
from itertools import combinations, permutations
from random import Random

import pytest
from django.db import InternalError, transaction

from clair_portal import workflow
from clair_portal.mail.models import OutgoingMail
from clair_portal.workflow import Outdated
from jet.actions import placements, swaps, transfers
from jet.models import Placement, SwapCycle, TransferConsent, TransferRequest
from jet.transfer_errors import CannotMove, DayIsOver, NotAsked, NotTakenOver, NotWished, PostTaken, WhyNot
from jet.transferring import search
from tests.jet import swapping
from tests.jet.swapping import BEGUN, DAY, NOW, OVER

pytestmark = pytest.mark.django_db
State = TransferRequest.State


@pytest.fixture
def towns(db):
    return swapping.towns()


@pytest.fixture
def ring(towns):
    return swapping.three(towns)


def states():
    return dict(TransferRequest.objects.values_list("participant__person__given", "state"))


def days_of(request):
    rows = request.participant.placements.in_time_order().select_related("employer__organisation")
    return [(row.employer.organisation.name_en, row.first_on, row.last_on) for row in rows]


def mailed(template):
    return sorted(OutgoingMail.objects.filter(template=template).values_list("to", flat=True))


class TestPropose:
    def test_everybody_concerned_is_asked_and_the_people_are_told(self, towns, ring):
        for name in "ABC":
            towns.speaker(name)
        cycle = towns.propose()
        assert set(states().values()) == {State.MATCHED}
        assert (cycle.state, cycle.effective_on, cycle.moves.count(), cycle.consents.count()) == ("asked", DAY, 3, 3)
        assert mailed("jet/transfer_asked") == [f"{name}@town.example.org" for name in "abc"]
        assert mailed("jet/transfer_told") == ["ada@example.org", "ben@example.org", "cia@example.org"]
        assert Placement.objects.count() == 3

    def test_whoever_moved_on_meanwhile_is_not_matched(self, towns, ring):
        [proposal] = search.proposals(NOW)
        transfers.withdraw(ring[0], by=towns.hq, at=NOW)
        with pytest.raises(Outdated):
            swaps.propose(proposal, effective_on=DAY, by=towns.hq, at=NOW)
        assert (states(), SwapCycle.objects.count()) == (
            {"Ada": "withdrawn", "Ben": "eligible", "Cia": "eligible"}, 0,
        )  # fmt: skip

    def test_the_second_click_makes_no_second_cycle(self, towns, ring):
        first, second = search.proposals(NOW), search.proposals(NOW)
        swaps.propose(first[0], effective_on=DAY, by=towns.hq, at=NOW)
        with pytest.raises(Outdated):
            swaps.propose(second[0], effective_on=DAY, by=towns.hq, at=NOW)
        assert SwapCycle.objects.count() == 1

    def test_nobody_is_asked_about_a_day_that_is_over(self, towns, ring):
        [proposal] = search.proposals(NOW)
        with pytest.raises(DayIsOver):
            swaps.propose(proposal, effective_on=NOW.date(), by=towns.hq, at=NOW)

    def test_nobody_is_sent_where_they_did_not_wish_to_go(self, towns, ring):
        [proposal] = search.proposals(NOW)
        ring[0].wishes.all().delete()
        with pytest.raises(NotWished):
            swaps.propose(proposal, effective_on=DAY, by=towns.hq, at=NOW)

    def test_nobody_joins_where_nobody_leaves(self, towns, ring):
        [proposal] = search.proposals(NOW)
        broken = swaps.Proposal(proposal.steps[:2], None, "x")
        with pytest.raises(NotTakenOver):
            swaps.propose(broken, effective_on=DAY, by=towns.hq, at=NOW)
        TransferRequest.objects.get(pk=ring[0].pk)
        proposal.steps[0].request.participant.position = "cir"
        with pytest.raises(NotTakenOver):
            swaps.propose(proposal, effective_on=DAY, by=towns.hq, at=NOW)

    def test_a_free_post_is_given_once(self, towns):
        towns.asks("Ada", "A", "B")
        post = towns.free("B")
        [proposal] = search.proposals(NOW)
        assert proposal.vacancy == post
        post.posts, post.state = 1, "frozen"
        type(post).objects.filter(pk=post.pk).update(state="withdrawn")
        with pytest.raises(PostTaken):
            swaps.propose(proposal, effective_on=DAY, by=towns.hq, at=NOW)

    @pytest.mark.parametrize("day", [OVER + timedelta(days=1), date(2028, 4, 1)])
    def test_what_the_rules_of_placements_forbid_is_told_before_anybody_is_asked(self, towns, ring, day):
        with pytest.raises(CannotMove, match=r"(ADA|BEN|CIA) EXAMPLE"):
            towns.propose(day)
        assert OutgoingMail.objects.count() == 0

    def test_somebody_who_works_elsewhere_by_now_is_told(self, towns, ring):
        [proposal] = search.proposals(NOW)
        Placement.objects.filter(participant=ring[0].participant).update(employer=towns.town("D"))
        with pytest.raises(CannotMove):
            swaps.propose(proposal, effective_on=DAY, by=towns.hq, at=NOW)


class TestConsents:
    def test_with_the_last_yes_all_agree(self, towns, ring):
        cycle = towns.propose()
        towns.all_agree(cycle, "A", "B")
        assert (cycle.state, set(states().values())) == ("asked", {"matched"})
        towns.all_agree(cycle, "C")
        assert (cycle.state, set(states().values())) == ("agreed", {"agreed"})
        answered = TransferConsent.objects.filter(answer="yes", at=NOW)
        assert set(answered.values_list("by", flat=True)) == {towns.speaker(name).pk for name in "ABC"}

    def test_one_no_dissolves_the_cycle_and_everybody_is_told(self, towns, ring):
        cycle = towns.propose()
        towns.answers(cycle, "A")
        towns.speaker("C")
        towns.answers(cycle, "B", yes=False, reason="Nobody could teach meanwhile.")
        cycle.refresh_from_db()
        assert (cycle.state, set(states().values())) == ("dissolved", {"eligible"})
        assert cycle.transitions.get(to_state="dissolved").reason == "Nobody could teach meanwhile."
        assert mailed("jet/transfer_ended") == [f"{name}@town.example.org" for name in "abc"]
        assert len(mailed("jet/transfer_told")) == 6
        assert Placement.objects.count() == 3

    def test_a_no_without_reason_is_no_answer(self, towns, ring):
        cycle = towns.propose()
        with pytest.raises(WhyNot):
            towns.answers(cycle, "B", yes=False, reason=" ")
        assert cycle.consents.open().count() == 3

    def test_an_answer_is_given_once(self, towns, ring):
        cycle = towns.propose()
        towns.answers(cycle, "A")
        with pytest.raises(Outdated):
            towns.answers(cycle, "A", yes=False, reason="Thought better of it.")
        assert cycle.consents.get(employer=towns.town("A")).answer == "yes"

    def test_the_database_does_not_overwrite_an_answer(self, towns, ring):
        cycle = towns.propose()
        towns.answers(cycle, "A")
        with pytest.raises(InternalError, match="answered_once"), transaction.atomic():
            TransferConsent.objects.filter(answer="yes").update(answer="no", reason="Silently.")

    def test_what_was_dissolved_is_not_answered(self, towns, ring):
        cycle = towns.propose()
        swaps.dissolve(cycle, by=towns.hq, at=NOW, reason="A mistake.")
        with pytest.raises(NotAsked):
            towns.answers(cycle, "A")

    def test_a_withdrawal_dissolves_the_cycle_for_the_others(self, towns, ring):
        cycle = towns.all_agree(towns.propose(), *"ABC")
        ada = TransferRequest.objects.get(pk=ring[0].pk)
        transfers.withdraw(ada, by=towns.hq, at=NOW)
        assert states() == {"Ada": "withdrawn", "Ben": "eligible", "Cia": "eligible"}
        cycle.refresh_from_db()
        assert cycle.state == "dissolved"
        again = [to for to in mailed("jet/transfer_told") if to.startswith("ada")]
        assert len(again) == 1  # she was told of the proposal, and knows of her own withdrawal

    def test_taking_back_needs_a_reason(self, towns, ring):
        with pytest.raises(WhyNot):
            swaps.dissolve(towns.propose(), by=towns.hq, at=NOW, reason="")


class TestApprove:
    def test_every_old_placement_ends_the_day_before_the_new_one_begins(self, towns, ring):
        cycle = towns.all_agree(towns.propose(), *"ABC")
        swaps.approve(cycle, by=towns.hq, at=NOW)
        eve = DAY - timedelta(days=1)
        assert [days_of(request) for request in ring] == [
            [("Town A", BEGUN, eve), ("Town B", DAY, None)],
            [("Town B", BEGUN, eve), ("Town C", DAY, None)],
            [("Town C", BEGUN, eve), ("Town A", DAY, None)],
        ]
        assert set(states().values()) == {"approved"}
        events = Placement.pgh_event_model.objects.select_related("pgh_context")
        assert {row.pgh_context.metadata["by"] for row in events} == {towns.hq.pk}
        assert events.count() == 6

    def test_nothing_is_written_if_one_of_them_cannot_move(self, towns, ring):
        cycle = towns.all_agree(towns.propose(), *"ABC")
        last = ring[2].participant
        type(last).objects.filter(pk=last.pk).update(state="ended_early", ended_on=DAY)
        with pytest.raises(CannotMove, match="CIA"):
            swaps.approve(cycle, by=towns.hq, at=NOW)
        assert Placement.objects.count() == 3
        assert not Placement.objects.filter(last_on__isnull=False).exists()
        assert (set(states().values()), SwapCycle.objects.get().state) == ({"agreed"}, "agreed")

    def test_not_before_all_have_agreed(self, towns, ring):
        cycle = towns.all_agree(towns.propose(), "A", "B")
        with pytest.raises(workflow.IllegalMove):
            swaps.approve(cycle, by=towns.hq, at=NOW)
        assert Placement.objects.count() == 3

    def test_without_all_of_its_people_nothing_is_approved(self, towns, ring):
        cycle = towns.all_agree(towns.propose(), *"ABC")
        TransferRequest.objects.filter(pk=ring[0].pk).update(state="withdrawn")
        with pytest.raises(Outdated):
            swaps.approve(cycle, by=towns.hq, at=NOW)
        assert Placement.objects.count() == 3

    def test_a_stale_page_approves_nothing(self, towns, ring):
        cycle = towns.all_agree(towns.propose(), *"ABC")
        stale = SwapCycle.objects.get()
        swaps.dissolve(cycle, by=towns.hq, at=NOW, reason="A mistake.")
        with pytest.raises(Outdated):
            swaps.approve(stale, by=towns.hq, at=NOW)
        assert Placement.objects.count() == 3

    def test_an_employer_that_has_left_takes_nobody(self, towns, ring):
        cycle = towns.all_agree(towns.propose(), *"ABC")
        type(towns.town("A")).objects.filter(pk=towns.town("A").pk).update(left_on=date(2027, 3, 31))
        with pytest.raises(CannotMove):
            swaps.approve(cycle, by=towns.hq, at=NOW)

    def test_the_day_comes(self, towns, ring):
        swaps.approve(towns.all_agree(towns.propose(), *"ABC"), by=towns.hq, at=NOW)
        on = NOW.replace(year=2027, month=3, day=31)
        assert (transfers.take_effect(at=on), set(states().values())) == (0, {"approved"})
        assert transfers.take_effect(at=on + timedelta(days=1)) == 3
        assert set(states().values()) == {"effective"}

    def test_a_free_post_begins_a_chain(self, towns):
        chain = [towns.asks("Ada", "A", "B"), towns.asks("Ben", "C", "A")]
        towns.free("B")
        cycle = towns.all_agree(towns.propose(), *"ABC")
        swaps.approve(cycle, by=towns.hq, at=NOW)
        assert [days_of(request)[-1] for request in chain] == [("Town B", DAY, None), ("Town A", DAY, None)]
        assert search.proposals(NOW) == []

    def test_a_transfer_by_hand_beside_it_is_noticed(self, towns, ring):
        cycle = towns.all_agree(towns.propose(), *"ABC")
        placement = ring[1].participant.placements.get()
        placements.transfer(placement, to=towns.town("D"), on=date(2027, 1, 10), by=towns.hq, at=NOW)
        with pytest.raises(CannotMove):
            swaps.approve(cycle, by=towns.hq, at=NOW)


def cycles_of(wishes):
    """Brute force: every set of two or three people who could take each other's places."""
    for size in (2, 3):
        for people in combinations(sorted(wishes), size):
            for order in permutations(people[1:]):
                turn = (people[0], *order)
                if all(wishes[turn[at - 1]][0] in wishes[turn[at]][1] for at in range(size)):
                    yield frozenset(turn)


def most_moved(found):
    """The most people in cycles that have nobody in common."""
    if not found:
        return 0
    first, *rest = found
    return max(most_moved(rest), len(first) + most_moved([each for each in rest if not each & first]))


@pytest.mark.parametrize("number", range(25))
def test_nobody_ends_worse_off_and_nobody_who_could_move_is_forgotten(number, towns):
    draw = Random(f"case {number}")
    homes = dict(zip(["Ada", "Ben", "Cia", "Dov", "Eve"], draw.sample("ABCDE", 5), strict=True))
    wishes = {
        name: (home, draw.sample([town for town in "ABCDE" if town != home], draw.randint(1, 2)))
        for name, home in homes.items()
    }
    requests = {name: towns.asks(name, home, *wished) for name, (home, wished) in wishes.items()}
    found = search.proposals(NOW)
    short = [proposal for proposal in found if len(proposal.steps) <= 3]
    if len(short) == len(found):
        assert sum(len(each.steps) for each in found) == most_moved(sorted(set(cycles_of(wishes)), key=sorted))
    for proposal in found:
        cycle = swaps.propose(proposal, effective_on=DAY, by=towns.hq, at=NOW)
        for consent in cycle.consents.all():
            swaps.answer(consent, agrees=True, by=towns.hq, at=NOW)
        swaps.approve(SwapCycle.objects.get(pk=cycle.pk), by=towns.hq, at=NOW)
    now = {name: days_of(request)[-1][0].removeprefix("Town ") for name, request in requests.items()}
    for name, (home, wished) in wishes.items():
        assert now[name] in [*wished, home]  # a wish, or where they are: never worse
    assert sorted(now.values()) == sorted(homes.values())  # every town still has its one person
