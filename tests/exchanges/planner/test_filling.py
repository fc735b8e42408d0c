"""One day with given meetings: the best in every goal, or that it cannot be."""

import pytest

from exchanges.planner import whole
from exchanges.planner.bundles import Bundle
from exchanges.planner.filling import day_alone, fill, is_impossible
from exchanges.planner.outcome import Goal, Status
from exchanges.planner.problem import Interpreting, Priority, Problem, Window
from tests.exchanges.planner import cases
from tests.exchanges.planner.cases import JA_EN, at, day, interpreter, meeting, small

MORNING, LATE = Window(at(0, 9), at(0, 12)), Window(at(0, 11), at(0, 19))


def two(fee: int = 0) -> Problem:
    job = meeting("a", MORNING, interpreting=Interpreting(JA_EN), priority=Priority.NICE)
    people = (interpreter("dear", minute_fee=fee + 1), interpreter("cheap", minute_fee=fee, available=(LATE,)))
    return small(job, meeting("b", MORNING), meeting("c", MORNING), days=(day(0), day(1)), interpreters=people)


def test_exactly_the_meetings_of_the_bundle_and_all_of_them_musts() -> None:
    alone = day_alone(two(), Bundle(0, frozenset("ab")))
    assert [(each.key, each.priority) for each in alone.meetings] == [("a", Priority.MUST), ("b", Priority.MUST)]
    assert [each.key for each in alone.days] == ["day 0"]


@pytest.mark.parametrize("fee", [0, 100, 10**10])
def test_every_goal_is_at_its_best_in_their_order(fee: int) -> None:
    """Cheap before early, however large the fees: what does not fit into one sum is solved one after the other."""
    outcome = fill(day_alone(two(fee), Bundle(0, frozenset("ab"))), 5.0)
    assert outcome.status is Status.OPTIMAL
    assert {each.goal: each.value for each in outcome.goals} == {
        Goal.SHOULD: 0,
        Goal.NICE: 0,
        Goal.ON_THE_WAY: 60,
        Goal.COST: 60 * fee,
        Goal.FINISH: 270,
    }


@pytest.mark.parametrize("seed", range(20))
def test_equal_to_goal_after_goal(seed: int) -> None:
    problem = cases.tiny(seed)
    keys = frozenset(each.key for each in problem.meetings[:3])
    for number in range(2):
        alone = day_alone(problem, Bundle(number, keys))
        assert fill(alone, 20.0).goals == whole.search(alone, 20.0).goals


def test_impossible_and_undecided() -> None:
    clash = [meeting(key, Window(at(0, 9), at(0, 10))) for key in "ab"]
    alone = day_alone(small(*clash), Bundle(0, frozenset("ab")))
    assert fill(alone, 5.0).status is Status.IMPOSSIBLE
    assert is_impossible(alone, 5.0)[0]
    assert fill(day_alone(two(), Bundle(0, frozenset("abc"))), 0.0).status is Status.UNDECIDED
