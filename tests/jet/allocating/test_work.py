"""The allocation as a job: what it reads, what it writes, and how it refuses."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jet.allocating import posing, sealing, summing
from jet.allocation import verify
from jet.models import AllocationRun
from jet.placement_errors import NobodyToPlace, NothingFrozen
from tests.factories.allocation import PinFactory, PlacementRequestFactory, PreferenceFactory
from tests.factories.jet import ArrivalGroupFactory, LanguageSkillFactory, ParticipantFactory
from tests.jet.rounds import begun, run_to_the_end

pytestmark = pytest.mark.django_db


def test_everybody_is_placed_the_proof_holds_and_the_figures_agree():
    round_ = begun()
    run = round_.solve()
    verify.verify_allocation(*sealing.opened(run))
    assert (run.state, run.made_by, run.proved, run.seed) == ("draft", round_.maker, True, "2026 A")
    assert sorted(run.places.values_list("request__number", "rank")) == [
        ("PR-2026-9001", 1), ("PR-2026-9002", 5), ("PR-2026-9002", 5),
    ]  # fmt: skip
    figures = {name: run.summary[name] for name in ("people", "posts", "placed", "must", "must_filled", "worst")}
    assert figures == {"people": 3, "posts": 3, "placed": 3, "must": 1, "must_filled": 1, "worst": 5}
    assert run.summary["ranks"] == [[1, 1], [5, 2]]
    assert run.summary["prefectures"] == [[round_.first.code, 1, 1], [round_.second.code, 2, 2]]
    assert run.summary["rules"]["deferred"]["placed"] == 3


def test_whoever_did_not_get_their_wish_learns_why_and_nobody_s_name():
    round_ = begun()
    place = round_.solve().places.filter(request=round_.other)[0]
    [reason] = place.refused
    assert (reason["place"], reason["rank"], reason["posts"], reason["asked"]) == ("PR-2026-9001", 1, 1, 3)
    others = [person.jet_number for person in round_.people if person != place.participant]
    assert not any(number in json.dumps(place.refused) for number in others)


def test_the_same_input_gives_the_same_fingerprint_and_result():
    round_ = begun()
    first, second = round_.solve(), round_.solve()
    assert first.pk != second.pk
    assert first.input_hash == second.input_hash
    assert bytes(first.sealed) == bytes(second.sealed)
    pairs = [sorted(run.places.values_list("participant", "request")) for run in (first, second)]
    assert pairs[0] == pairs[1]


def test_another_lot_is_another_input():
    round_ = begun()
    assert round_.solve("one").input_hash != round_.solve("two").input_hash


def test_a_condition_that_must_be_met_empties_the_post_and_is_named():
    run = begun(driving="must").solve()
    assert run.summary["placed"] == 2
    [unfilled] = run.summary["unfilled"]
    assert (unfilled["place"], unfilled["removed"], unfilled["if_nice"]) == (
        "PR-2026-9001", [["drives", 3]], [["drives", 3]],
    )  # fmt: skip
    unplaced = run.places.get(request=None)
    assert [(reason["why"], reason["conditions"]) for reason in unplaced.refused] == [("condition", ["drives"])]


def test_a_pin_is_kept_and_costs_what_it_costs():
    round_ = begun()
    free = round_.solve().places.get(request=round_.wanted).participant
    other = next(person for person in round_.people if person != free)
    PinFactory(participant=other, request=round_.wanted)
    run = round_.solve()
    assert run.places.get(request=round_.wanted).participant == other
    [cost] = run.summary["pins"]
    assert (cost["participant"], cost["place"], cost["moved"], cost["ranks_lost"]) == (
        other.jet_number, "PR-2026-9001", 1, 4,
    )  # fmt: skip


def test_of_many_pins_the_first_are_reckoned_and_all_are_counted(monkeypatch):
    monkeypatch.setattr(summing, "MOST_COSTED", 0)
    round_ = begun()
    PinFactory(participant=round_.solve().places.get(request=round_.wanted).participant, request=round_.wanted)
    run = round_.solve()
    assert (run.summary["pins"], run.summary["pinned"]) == ([], 1)


def test_a_ban_is_kept():
    round_ = begun()
    free = round_.solve().places.get(request=round_.wanted).participant
    PinFactory(kind="ban", participant=free, request=round_.wanted)
    assert round_.solve().places.get(request=round_.wanted).participant != free


def test_what_contradicts_itself_is_told_and_leaves_no_run():
    round_ = begun(driving="must")
    PinFactory(participant=round_.people[0], request=round_.wanted)
    job = run_to_the_end("allocate", {"group": round_.group.pk, "seed": "x"}, by=round_.maker)
    assert job.state == "failed"
    assert "against a binding condition: drives" in job.message
    assert not AllocationRun.objects.exists()


def test_without_frozen_requests_or_people_there_is_nothing_to_do():
    group = ArrivalGroupFactory()
    PlacementRequestFactory(arrival_group=group, state="accepted")
    with pytest.raises(NothingFrozen):
        posing.pose(group, seed="x")
    PlacementRequestFactory(arrival_group=group, state="frozen")
    ParticipantFactory(arrival_group=group, state="withdrawn")
    with pytest.raises(NobodyToPlace):
        posing.pose(group, seed="x")


def test_the_other_position_s_posts_and_the_other_group_s_people_stay_out():
    round_ = begun()
    PlacementRequestFactory(arrival_group=round_.group, state="frozen", position="cir", number="PR-2026-9003")
    ParticipantFactory(arrival_group=ArrivalGroupFactory(code="B"))
    ParticipantFactory(arrival_group=round_.group, state="serving")
    problem = posing.pose(round_.group, seed="x")
    assert [person.key for person in problem.participants] == [person.jet_number for person in round_.people]
    assert len(problem.persons) == 3 * 2


def test_who_knows_more_than_is_asked_for_fulfils_it():
    round_ = begun(japanese="N3", japanese_wanted="must")
    for person, level in zip(round_.people, ("N4", "N3", "N1"), strict=True):
        LanguageSkillFactory(participant=person, level=level)
    people = posing.pose(round_.group, seed="x").participants
    assert [sorted(person.qualities) for person in people] == [[], ["ja:N3"], ["ja:N3"]]


def test_a_family_needs_housing_for_one():
    round_ = begun(family_housing=True)
    ParticipantFactory(arrival_group=round_.group, jet_number="20269990009", dependants=2)
    problem = posing.pose(round_.group, seed="x")
    assert [sorted(person.needs) for person in problem.participants] == [[], [], [], ["housing"]]
    assert [sorted(place.offers) for place in problem.places] == [["housing"], []]


def test_the_rank_is_that_of_the_prefecture_the_authority_or_the_sort_of_place():
    round_ = begun()
    authority = round_.second
    assert posing.rank(None, round_.wanted) == 0
    assert posing.rank(PreferenceFactory(), round_.wanted) == 0
    named = PreferenceFactory(first=authority, area="urban")
    assert (posing.rank(named, round_.other), posing.rank(named, round_.wanted)) == (1, 2)
    second = PreferenceFactory(first=authority, second=round_.first)
    assert posing.rank(second, round_.wanted) == 2
    rural = PreferenceFactory(area="rural")
    assert (posing.rank(rural, round_.other), posing.rank(rural, round_.wanted)) == (1, posing.LONGEST + 1)


def test_the_problem_is_read_in_as_many_queries_for_three_as_for_six():
    round_ = begun()
    with CaptureQueriesContext(
        connection,
    ) as few:
        posing.pose(round_.group, seed="x")
    for person in (ParticipantFactory(arrival_group=round_.group) for _number in range(3)):
        PreferenceFactory(participant=person, first=round_.second, second=round_.first)
        LanguageSkillFactory(participant=person)
    PlacementRequestFactory(arrival_group=round_.group, state="frozen")
    with CaptureQueriesContext(connection) as many:
        posing.pose(round_.group, seed="x")
    assert len(many) == len(few) <= 6
