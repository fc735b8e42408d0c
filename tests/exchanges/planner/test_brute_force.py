"""Solver and exhaustive search agree, in every goal, on random problems of up to six meetings."""

from dataclasses import replace
from functools import cache

import pytest

from exchanges.planner.checker import faults
from exchanges.planner.outcome import Outcome, Status
from exchanges.planner.replanning import replan
from exchanges.planner.solver import plan
from exchanges.planner.worth import worth
from tests.exchanges.planner import brute, cases


def reached(outcome: Outcome) -> dict | None:
    return {each.goal: each.value for each in outcome.goals} or None


@cache
def planned(seed: int) -> Outcome:
    return plan(cases.tiny(seed), limit=20.0)


def assert_equal_to_brute_force(seed: int) -> None:
    problem, outcome = cases.tiny(seed), planned(seed)
    assert reached(outcome) == brute.best(problem)
    assert outcome.status is (Status.OPTIMAL if outcome.plan else Status.IMPOSSIBLE)
    if outcome.plan:
        assert faults(problem, outcome.plan) == []
        assert worth(problem, outcome.plan) == reached(outcome)


@pytest.mark.parametrize("seed", range(60))
def test_equal_to_brute_force(seed: int) -> None:
    assert_equal_to_brute_force(seed)


def test_the_random_cases_are_of_every_kind() -> None:
    """Some are impossible, some leave a should out, some need interpreters: or the comparison would prove little."""
    outcomes = [planned(seed) for seed in range(60)]
    assert 5 <= sum(outcome.status is Status.IMPOSSIBLE for outcome in outcomes) <= 40
    held = [outcome.plan for outcome in outcomes if outcome.plan]
    assert sum(any(item.team for item in each.items) for each in held) >= 10
    assert sum(any(reached.value for reached in each.goals[:2]) for each in outcomes) >= 10


@pytest.mark.parametrize("seed", range(20))
def test_a_second_plan_is_equal_to_brute_force(seed: int) -> None:
    """One meeting of the first plan is no longer possible at its time."""
    problem = cases.tiny(seed)
    first = planned(seed).plan
    if first and first.items:
        again = cases.without_time(problem, first.items[seed % len(first.items)])
        outcome = replan(again, first)
        assert reached(outcome) == brute.best(replace(again, previous=first))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1000, 1500))
def test_equal_to_brute_force_five_hundred_times(seed: int) -> None:
    assert_equal_to_brute_force(seed)
