"""Two hundred whole journeys: ten days, 25 meetings, three sub-groups, four interpreters (performance.md P10).

Only on request: they take half an hour. No clock is read; what is asserted is what the planner itself says and counts.
"""

from dataclasses import replace

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

GAP = 0.05
OVERRUN = 1.05  # the solver looks at its counter now and then, not at every step
POSSIBLE = {Status.OPTIMAL, Status.BEST_FOUND}


@pytest.mark.parametrize("seed", range(200))
def test_a_journey_is_planned_within_the_budget(seed: int) -> None:
    problem = cases.journey(seed)
    outcome = plan(problem)
    if outcome.conflict:
        assert_nothing_can_be_spared(problem, outcome.conflict)
    else:
        assert_good(problem, outcome)


@pytest.mark.parametrize("seed", range(20))
def test_too_much_for_ten_days_is_explained(seed: int) -> None:
    """Every meeting of the journey is a must, and so are those of another one."""
    problem = cases.overfull(seed)
    outcome = plan(problem)
    assert outcome.status is Status.IMPOSSIBLE
    assert_nothing_can_be_spared(problem, outcome.conflict)


def assert_good(problem: Problem, outcome: Outcome) -> None:
    assert faults(problem, outcome.plan) == []
    assert {each.goal: each.value for each in outcome.goals} == worth(problem, outcome.plan)
    assert outcome.effort <= LIMIT * OVERRUN
    assert outcome.gap <= GAP
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
