"""What the panel has granted is a hard condition of the allocation."""

import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jet.allocating import posing, sealing, work
from jet.allocation import solver, verify
from jet.allocation.problem import Fixed, Ground
from jet.models import AllocationPlace, Participant, PlacementRequest
from jet.placement_errors import InputContradicts, PromisesImpossible
from tests.factories.allocation import (
    AllocationPlaceFactory,
    AllocationRunFactory,
    PinFactory,
    PlacementRequestFactory,
    PreferenceFactory,
)
from tests.factories.circumstances import CircumstanceFactory
from tests.factories.directory import PrefectureFactory
from tests.factories.jet import ArrivalGroupFactory, ContractingOrganisationFactory, ParticipantFactory
from tests.jet.rounds import begun

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_(db):
    return begun()


def granted(person, **place):
    return CircumstanceFactory(participant=person, state="granted", **place)


def pairs(problem, person):
    at = [each.key for each in problem.participants].index(person.jet_number)
    rows = zip(problem.persons, problem.places_of, problem.ranks, strict=True)
    return [(problem.places[place].key, rank) for one, place, rank in rows if one == at]


def posed(round_):
    return posing.pose(round_.group, seed="2026 A")


class TestPosing:
    def test_one_place_left_is_settled_by_the_panel(self, round_):
        person = round_.people[0]
        granted(person, employer=round_.other.employer, prefecture=None)
        problem = posed(round_)
        assert problem.fixed == (Fixed(person.jet_number, round_.other.number, Ground.PANEL),)
        assert pairs(problem, person) == [(round_.other.number, 1)]
        assert len(pairs(problem, round_.people[1])) == 2

    def test_in_a_prefecture_only_its_places_are_left_and_the_solver_chooses(self, round_):
        near = PlacementRequestFactory(
            arrival_group=round_.group, state="frozen",
            employer=ContractingOrganisationFactory(prefecture=round_.second),
        )  # fmt: skip
        granted(round_.people[0], prefecture=round_.second)
        problem = posed(round_)
        assert problem.fixed == ()
        assert sorted(pairs(problem, round_.people[0])) == sorted([(near.number, 1), (round_.other.number, 1)])

    def test_a_second_prefecture_would_do_too(self, round_):
        granted(round_.people[0], prefecture=round_.second, second_prefecture=round_.first)
        assert len(pairs(posed(round_), round_.people[0])) == 2

    def test_no_preference_stays_none(self, round_):
        person = round_.people[0]
        person.preference.delete()
        granted(person, prefecture=round_.second)
        assert pairs(posed(round_), person) == [(round_.other.number, 0)]

    @pytest.mark.parametrize("state", ["submitted", "panel", "refused", "appealed", "final", "withdrawn"])
    def test_nothing_else_than_granted_counts(self, state, round_):
        CircumstanceFactory(participant=round_.people[0], state=state, prefecture=round_.second)
        problem = posed(round_)
        assert problem.fixed == ()
        assert len(pairs(problem, round_.people[0])) == 2

    def test_where_there_is_no_place_somebody_stays_without_one(self, round_):
        granted(round_.people[0], prefecture=PrefectureFactory())
        run = round_.solve()
        assert run.places.get(participant=round_.people[0]).request is None
        assert run.summary["placed"] == 2

    def test_who_has_been_told_of_a_place_stays_there(self, round_):
        run = AllocationRunFactory(state="published", arrival_group=round_.group)
        AllocationPlaceFactory(run=run, participant=round_.people[0], request=round_.wanted, state="accepted")
        granted(round_.people[0], prefecture=round_.second)
        problem = posing.pose(round_.group, seed="2026 A", base=run)
        assert problem.fixed == (Fixed(round_.people[0].jet_number, round_.wanted.number),)

    def test_a_pin_to_the_same_place_stands_once(self, round_):
        granted(round_.people[0], prefecture=round_.second)
        PinFactory(participant=round_.people[0], request=round_.other)
        assert posed(round_).fixed == (Fixed(round_.people[0].jet_number, round_.other.number, Ground.PIN),)

    def test_the_number_of_queries_does_not_grow(self, round_):
        def counted():
            with CaptureQueriesContext(connection) as queries:
                posed(round_)
            return len(queries)

        granted(round_.people[0], prefecture=round_.second)
        once = counted()
        for person in round_.people[1:]:
            granted(person, prefecture=round_.second)
        assert counted() == once


class TestSolving:
    def test_it_is_kept_against_everybody_s_wishes_and_proved(self, round_):
        granted(round_.people[0], prefecture=round_.second)
        run = round_.solve()
        verify.verify_allocation(*sealing.opened(run))
        assert run.places.get(participant=round_.people[0]).request == round_.other
        assert run.summary["pins"] == []

    def test_a_pin_elsewhere_contradicts_and_is_told(self, round_):
        granted(round_.people[0], prefecture=round_.second)
        PinFactory(participant=round_.people[0], request=round_.wanted)
        with pytest.raises(InputContradicts, match="which is not among their pairs"):
            work.solved(posed(round_))

    def test_more_people_than_posts_are_told(self, round_):
        for person in round_.people:
            granted(person, prefecture=round_.second)
        with pytest.raises(PromisesImpossible):
            work.solved(posed(round_))

    def test_the_reasons_of_others_do_not_name_it(self, round_):
        granted(round_.people[0], employer=round_.wanted.employer, prefecture=None, told="zqtold")
        run = round_.solve()
        for place in run.places.exclude(participant=round_.people[0]):
            assert round_.people[0].jet_number not in str(place.refused)
            assert "zqtold" not in str(place.refused)
            assert "panel" not in str(place.refused)
        assert "zqtold" not in sealing.text_of(run)


def _world(dice):
    """Prefectures, posts and people drawn by lot, some of them with something granted."""
    group = ArrivalGroupFactory()
    prefectures = [PrefectureFactory() for _number in range(3)]
    employers = [ContractingOrganisationFactory(prefecture=dice.choice(prefectures)) for _number in range(5)]
    for employer in employers:
        PlacementRequestFactory(arrival_group=group, state="frozen", employer=employer, posts=dice.randint(2, 4))
    people = [ParticipantFactory(arrival_group=group) for _number in range(8)]
    for person in people:
        PreferenceFactory(participant=person, first=dice.choice([*prefectures, None]))
    asked = [
        granted(person, **dice.choice([
            {"prefecture": dice.choice(prefectures)},
            {"employer": dice.choice(employers), "prefecture": None},
        ]))
        for person in dice.sample(people, 2)
    ]  # fmt: skip
    return group, asked


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_wished_what_is_granted_is_kept(seed):
    group, asked = _world(random.Random(seed))
    problem = posing.pose(group, seed=str(seed))
    allocation = solver.solve(problem)
    verify.verify_allocation(problem, allocation.certificate)
    placed = allocation.placed()
    for circumstance in asked:
        number = placed.get(circumstance.participant.jet_number)
        there = [
            request.number
            for request in PlacementRequest.objects.frozen(group).select_related("employer")
            if circumstance.binds_to(request.employer)
        ]
        assert (number in there) if there else (number is None)
    assert Participant.objects.filter(arrival_group=group).count() == 8
    assert AllocationPlace.objects.count() == 0
