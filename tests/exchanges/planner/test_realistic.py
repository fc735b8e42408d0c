"""Two hundred whole journeys: ten days, 25 meetings, three sub-groups, four interpreters (performance.md P10).

Only on request: they take half an hour. No clock is read; what is asserted is what the planner itself says and counts.
"""

from dataclasses import replace
from functools import cache

import pytest

from exchanges.planner import relaxing
from exchanges.planner.checker import faults
from exchanges.planner.outcome import Conflict, Outcome, Status
from exchanges.planner.problem import Problem
from exchanges.planner.relaxing import Member, Pinned, Wanted
from exchanges.planner.solver import LIMIT, plan
from exchanges.planner.worth import worth
from tests.exchanges.planner import cases

pytestmark = pytest.mark.long

SEEDS = range(200)
GAP = 0.05
ENOUGH = 190  # of the two hundred; the few others say how far from the best they may be
OVERRUN = 0.3  # the solver looks at its counter now and then, not at every step
POSSIBLE = {Status.OPTIMAL, Status.BEST_FOUND}


@cache
def planned(seed: int) -> Outcome:
    return plan(cases.journey(seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_journey_is_planned_within_the_budget(seed: int) -> None:
    problem, outcome = cases.journey(seed), planned(seed)
    assert outcome.effort <= LIMIT + OVERRUN
    if outcome.conflict:
        assert_nothing_can_be_spared(problem, outcome.conflict)
    else:
        assert_honest(problem, outcome)


def test_nearly_all_are_proven_to_be_the_best_or_close_to_it() -> None:
    assert sum(planned(seed).gap <= GAP for seed in SEEDS) >= ENOUGH
    assert sum(planned(seed).status is Status.OPTIMAL for seed in SEEDS) >= ENOUGH - 10


@pytest.mark.parametrize("seed", range(6))
def test_too_much_for_ten_days_is_explained(seed: int) -> None:
    """Every meeting of the journey is a must, and so are those of another one."""
    problem = cases.overfull(seed)
    outcome = plan(problem)
    assert outcome.status is Status.IMPOSSIBLE
    assert_nothing_can_be_spared(problem, outcome.conflict)


def assert_honest(problem: Problem, outcome: Outcome) -> None:
    assert outcome.status in POSSIBLE
    assert faults(problem, outcome.plan) == []
    assert {each.goal: each.value for each in outcome.goals} == worth(problem, outcome.plan)
    assert (outcome.status is Status.OPTIMAL) == all(each.is_proven for each in outcome.goals)


def assert_nothing_can_be_spared(problem: Problem, conflict: Conflict) -> None:
    kept = members(conflict)
    assert conflict.is_minimal
    assert plan(relaxing.keeping(problem, kept)).status is Status.IMPOSSIBLE
    for spared in kept:
        assert_possible(relaxing.keeping(problem, [member for member in kept if member != spared]))


def members(conflict: Conflict) -> list[Member]:
    wanted = [Wanted(key) for key in conflict.meetings]
    return [*wanted, *(Pinned(key) for key in conflict.pins), *conflict.rules]


def assert_possible(problem: Problem) -> None:
    outcome = plan(problem)
    assert outcome.status in POSSIBLE
    assert faults(replace(problem, previous=None), outcome.plan) == []
