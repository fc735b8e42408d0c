"""Goals weighed together keep their order, and a bound on the sum says what it means for each."""

from dataclasses import replace

from exchanges.planner.aims import Aim, aims, grouped
from exchanges.planner.outcome import Goal
from exchanges.planner.problem import Plan
from tests.exchanges.planner import cases

PAIR = Aim((Goal.NICE, Goal.ON_THE_WAY), (9, 99))


def test_the_least_bit_of_the_first_outweighs_all_of_the_next() -> None:
    assert PAIR.weights == {Goal.NICE: 100, Goal.ON_THE_WAY: 1}
    assert PAIR.value({Goal.NICE: 1, Goal.ON_THE_WAY: 0}) > PAIR.value({Goal.NICE: 0, Goal.ON_THE_WAY: 99})


def test_what_a_bound_says_about_each() -> None:
    worth = {Goal.NICE: 2, Goal.ON_THE_WAY: 50}
    assert PAIR.bounds(250, worth) == {Goal.NICE: 2, Goal.ON_THE_WAY: 50}
    assert PAIR.bounds(230, worth) == {Goal.NICE: 2, Goal.ON_THE_WAY: 30}
    assert PAIR.bounds(150, worth) == {Goal.NICE: 1, Goal.ON_THE_WAY: 0}


def test_a_journey_has_three_aims_and_the_first_is_led_by_the_way() -> None:
    found = aims(cases.journey(1))
    assert [aim.goals for aim, _ in found] == [
        (Goal.SHOULD, Goal.NICE),
        (Goal.ON_THE_WAY,),
        (Goal.COST, Goal.FINISH),
    ]
    assert found[0][1].goals == (Goal.SHOULD, Goal.NICE, Goal.ON_THE_WAY)
    assert all(aim == solved for aim, solved in found[1:])


def test_an_earlier_plan_comes_first() -> None:
    goals = [goal for aim, _ in aims(replace(cases.journey(1), previous=Plan())) for goal in aim.goals]
    assert goals == list(Goal)


def test_large_numbers_are_kept_apart() -> None:
    problem = cases.journey(1)
    assert [aim.goals for aim in grouped(problem, [Goal.COST, Goal.FINISH], 10)] == [(Goal.COST,), (Goal.FINISH,)]
