"""Runs: drafts are free, two people publish, and the proof must hold."""

import zlib
from dataclasses import replace

import pytest

from clair_portal import workflow
from clair_portal.mail.models import OutgoingMail
from jet.actions import releases, runs
from jet.allocating import sealing
from jet.models import AllocationPlace, AllocationRun
from jet.placement_errors import OvertakenByAnother, SecondPersonNeeded, VerifierRefuses
from tests.jet.rounds import NOW, begun

pytestmark = pytest.mark.django_db
Answer = AllocationPlace.State


@pytest.fixture
def round_():
    return begun()


@pytest.fixture
def proposed(round_):
    return runs.propose(round_.solve(), by=round_.maker, at=NOW)


def published(round_, run):
    if run.state == "draft":
        runs.propose(run, by=round_.maker, at=NOW)
    return runs.publish(run, by=round_.publisher, at=NOW)


def test_whoever_proposed_cannot_publish(round_, proposed):
    with pytest.raises(SecondPersonNeeded):
        runs.publish(proposed, by=round_.maker, at=NOW)
    assert AllocationRun.objects.get().state == "proposed"


def test_a_second_person_publishes_and_everybody_is_told(round_, proposed):
    runs.publish(proposed, by=round_.publisher, at=NOW)
    run = AllocationRun.objects.get()
    assert (run.state, run.proposed_by, run.published_by, run.published_at) == (
        "published", round_.maker, round_.publisher, NOW,
    )  # fmt: skip
    assert set(run.places.values_list("state", flat=True)) == {"released"}
    told = OutgoingMail.objects.filter(template="jet/place_released").values_list("to", flat=True)
    assert sorted(told) == sorted(person.person.email for person in round_.people if person.person.email)
    assert told


def test_a_draft_is_not_published_without_a_proposal(round_):
    with pytest.raises(workflow.IllegalMove):
        runs.publish(round_.solve(), by=round_.publisher, at=NOW)


def test_a_swapped_pair_in_the_proof_is_refused(round_, proposed):
    problem, proof = sealing.opened(proposed)
    chosen = list(proof.chosen)
    chosen[0], chosen[1] = chosen[1], chosen[0]
    forged = replace(proof, chosen=tuple(chosen))
    if forged.chosen == proof.chosen:
        chosen[0], chosen[2] = chosen[2], chosen[0]
        forged = replace(proof, chosen=tuple(chosen))
    AllocationRun.objects.update(sealed=sealing.sealed(problem, forged))
    proposed.refresh_from_db()
    with pytest.raises(VerifierRefuses):
        runs.publish(proposed, by=round_.publisher, at=NOW)
    assert AllocationRun.objects.get().state == "proposed"
    assert not AllocationPlace.objects.exclude(state=Answer.PLANNED).exists()


def test_places_that_are_not_those_of_the_proof_are_refused(round_, proposed):
    here, there = proposed.places.filter(request=round_.wanted).get(), proposed.places.filter(request=round_.other)[0]
    AllocationPlace.objects.filter(pk=here.pk).update(request=round_.other)
    AllocationPlace.objects.filter(pk=there.pk).update(request=round_.wanted)
    with pytest.raises(VerifierRefuses, match="The places are not those of the proof"):
        runs.publish(proposed, by=round_.publisher, at=NOW)


def test_another_input_under_the_same_run_is_refused(round_, proposed):
    other = round_.solve("another lot")
    AllocationRun.objects.filter(pk=proposed.pk).update(sealed=bytes(other.sealed))
    proposed.refresh_from_db()
    with pytest.raises(VerifierRefuses, match="The sealed input is not the one the run was made from"):
        runs.publish(proposed, by=round_.publisher, at=NOW)


@pytest.mark.parametrize("broken", [b"", b"no file", zlib.compress(b"{}"), zlib.compress(b"no JSON")])
def test_a_broken_seal_is_refused_and_not_an_error(round_, proposed, broken):
    AllocationRun.objects.update(sealed=broken)
    proposed.refresh_from_db()
    with pytest.raises(VerifierRefuses):
        runs.publish(proposed, by=round_.publisher, at=NOW)


def test_the_second_person_may_hand_it_back(round_, proposed):
    runs.hand_back(proposed, by=round_.publisher, at=NOW, reason="One pin is missing.")
    run = AllocationRun.objects.get()
    assert (run.state, run.proposed_by, run.proposed_at) == ("draft", None, None)
    assert run.transitions.get(to_state="draft", from_state="proposed").reason == "One pin is missing."


def test_a_draft_is_discarded(round_):
    run = runs.discard(round_.solve(), by=round_.maker, at=NOW)
    assert AllocationRun.objects.get(pk=run.pk).state == "discarded"


def test_the_post_of_whoever_withdraws_goes_to_somebody_else_and_who_accepted_stays(round_):
    first = published(round_, round_.solve())
    gone = first.places.get(request=round_.wanted)
    stays = first.places.filter(request=round_.other)[0]
    releases.accept(stays, by=round_.maker, at=NOW)
    releases.withdraw(gone, by=round_.maker, at=NOW)
    second = round_.solve("2026 A again")
    assert second.base == first
    assert not second.places.filter(participant=gone.participant).exists()
    assert second.places.get(participant=stays.participant).request == round_.other
    published(round_, second)
    first.refresh_from_db()
    assert first.state == "superseded"
    answers = dict(second.places.values_list("participant", "state"))
    assert answers.pop(stays.participant_id) == Answer.ACCEPTED
    assert set(answers.values()) == {Answer.RELEASED}


def test_a_run_that_does_not_know_of_a_withdrawal_is_not_published(round_):
    first = published(round_, round_.solve())
    second = runs.propose(round_.solve("2026 A again"), by=round_.maker, at=NOW)
    releases.withdraw(first.places.get(request=round_.wanted), by=round_.maker, at=NOW)
    with pytest.raises(OvertakenByAnother):
        runs.publish(second, by=round_.publisher, at=NOW)


def test_a_run_made_before_the_public_one_is_not_published(round_):
    early, later = (runs.propose(round_.solve(seed), by=round_.maker, at=NOW) for seed in ("one", "two"))
    published(round_, later)
    with pytest.raises(OvertakenByAnother):
        runs.publish(early, by=round_.publisher, at=NOW)
