"""The cost of a pin, and what a pin and a ban do."""

from dataclasses import replace

from jet.allocation import pins, solver
from jet.allocation.goals import Goal
from jet.allocation.problem import Ban, Fixed, Participant, Place, Problem, Wish
from tests.jet.allocation import cases

PEOPLE = [Participant("P"), Participant("Q"), Participant("R")]
PLACES = [Place("A", "A", "North"), Place("B", "B", "North"), Place("C", "C", "North")]
RANKS = {"P": {"A": 1, "B": 2, "C": 3}, "Q": {"A": 2, "B": 1, "C": 3}, "R": {"A": 3, "B": 2, "C": 1}}
PROBLEM = Problem.of(
    PEOPLE, PLACES, [Wish(p, j, rank) for p, wanted in RANKS.items() for j, rank in wanted.items()], longest=3, seed="a"
)


def test_everybody_has_the_first_choice_without_pins() -> None:
    assert solver.solve(PROBLEM).placed() == {"P": "A", "Q": "B", "R": "C"}


def test_a_pin_moves_others_and_says_by_how_much() -> None:
    """R to A: P and Q exchange for B and C; one of them falls from 1 to 3 or both in part."""
    before = solver.solve(PROBLEM)
    pin = Fixed("R", "A")
    after = pins.pinned(before, pin)
    assert after.placed()["R"] == "A"
    told = pins.cost(before, after, pin)
    assert (told.moved, told.ranks_lost, dict(told.changed)[Goal.RANKS]) == (1, 2, 4)


def test_a_pin_on_what_was_chosen_costs_nothing() -> None:
    before = solver.solve(PROBLEM)
    pin = Fixed("P", "A")
    assert pins.cost(before, pins.pinned(before, pin), pin) == pins.Cost(0, 0, ())


def test_losing_the_place_counts_as_one_rank_more_than_the_last() -> None:
    problem = Problem.of(
        PEOPLE[:2], PLACES[:1], [Wish("P", "A", 1), Wish("Q", "A", 2)], longest=3, seed="a"
    )  # fmt: skip
    before = solver.solve(problem)
    pin = Fixed("Q", "A")
    assert pins.cost(before, pins.pinned(before, pin), pin).ranks_lost == 4


def test_every_pin_of_small_problems_is_kept_and_never_makes_anything_better() -> None:
    for number in range(20):
        before = solver.solve(cases.tiny(number))
        keys = [each.key for each in before.problem.participants], [each.key for each in before.problem.places]
        for person, place in cases.pairs_of(before.problem):
            pin = Fixed(keys[0][person], keys[1][place])
            if before.problem.places[place].capacity:
                after = pins.pinned(before, pin)
                assert after.placed()[pin.participant] == pin.place
                later = [goal for goal in Goal if goal != Goal.PROMISES]
                assert [after.values[goal] for goal in later] >= [before.values[goal] for goal in later]


def test_a_ban_is_obeyed() -> None:
    assert solver.solve(replace(PROBLEM, bans=(Ban("P", "A"),))).placed()["P"] != "A"
