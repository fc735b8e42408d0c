"""Whole journeys, the order of the goals, the status, and the same plan for the same question."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from exchanges.planner import by_day, whole
from exchanges.planner.checker import faults
from exchanges.planner.outcome import Goal, Outcome, Reached, Status
from exchanges.planner.problem import Interpreting, Mode, ModeRule, Pin, Plan, Priority, Problem, Window
from exchanges.planner.solver import plan
from exchanges.planner.worth import worth
from tests.exchanges.planner import cases
from tests.exchanges.planner.cases import JA_EN, at, day, interpreter, meeting, small

SHORTER = cases.Size(days=5, meetings=10, parties=2, interpreters=3, places=8)
MORNING, ALL_DAY = Window(at(0, 9), at(0, 12)), Window(at(0, 9), at(0, 18))


def slot(hour: int, minute: int = 0, *, minutes: int = 60) -> Window:
    return Window(at(0, hour, minute), at(0, hour, minute) + minutes)


def starts(problem: Problem) -> dict[str, int]:
    return {item.meeting: item.start for item in plan(problem).plan.items}


@pytest.mark.parametrize("seed", range(60))
def test_the_checker_finds_nothing_to_fault(seed: int) -> None:
    problem = cases.journey(seed, SHORTER)
    outcome = plan(problem, limit=1.0)
    assert outcome.status in {Status.OPTIMAL, Status.BEST_FOUND, Status.IMPOSSIBLE}
    if outcome.plan:
        assert faults(problem, outcome.plan) == []
        assert {each.goal: each.value for each in outcome.goals} == worth(problem, outcome.plan)


def test_the_same_question_gets_the_same_plan() -> None:
    """Also when the search is cut short, which is when chance would show."""
    assert plan(cases.journey(5), limit=1.4) == plan(cases.journey(5), limit=1.4)


@pytest.mark.parametrize("search", [by_day.search, whole.search])
def test_cut_short_it_says_how_much_better_a_plan_could_be(search: Callable[[Problem, float], Outcome]) -> None:
    problem = cases.journey(5)
    outcome = search(problem, 1.2)
    assert outcome.status is Status.BEST_FOUND
    best = {each.goal: each.value for each in plan(problem).goals}
    assert list(best.values()) <= [each.value for each in outcome.goals]
    assert outcome.gap > 0
    assert all(each.bound <= each.value for each in outcome.goals)
    assert faults(problem, outcome.plan) == []


def test_without_any_time_it_claims_nothing() -> None:
    outcome = plan(cases.journey(1), limit=0.0)
    assert (outcome.status, outcome.plan, outcome.conflict) == (Status.UNDECIDED, None, None)


def test_nothing_to_plan() -> None:
    outcome = plan(small())
    assert (outcome.status, outcome.plan, outcome.gap) == (Status.OPTIMAL, Plan(), 0.0)


def test_a_known_best_plan() -> None:
    """Hall and ministry in one morning, back for lunch: 30 there, 15 + 20 between (rounded to 45), 30 back."""
    hall = meeting("hall", MORNING, place="hall")
    ministry = meeting("ministry", MORNING, place="ministry", parties="A")
    outcome = plan(small(hall, ministry))
    assert outcome.status is Status.OPTIMAL
    assert [(item.meeting, item.start) for item in outcome.plan.items] == [
        ("ministry", at(0, 9)),
        ("hall", at(0, 10, 15)),
    ]
    assert outcome.goals == (
        Reached(Goal.SHOULD, 0, 0),
        Reached(Goal.NICE, 0, 0),
        Reached(Goal.ON_THE_WAY, 50 + 15 + 30, 95),
        Reached(Goal.COST, 0, 0),
        Reached(Goal.FINISH, 3 * 60 + 45, 3 * 60 + 45),
    )


def test_a_must_wins_over_any_should_and_a_should_over_any_nice() -> None:
    must, should = meeting("must", slot(10)), meeting("should", slot(10), priority=Priority.SHOULD, weight=99)
    nice = replace(should, key="nice", priority=Priority.NICE, weight=999)
    assert starts(small(must, should, nice)) == {"must": at(0, 10)}
    assert starts(small(should, nice)) == {"should": at(0, 10)}


def test_the_heavier_shoulds_are_held() -> None:
    light = [meeting(key, slot(10), priority=Priority.SHOULD, weight=2) for key in ("x", "y")]
    heavy = meeting("heavy", slot(10, 30), priority=Priority.SHOULD, weight=3)
    assert starts(small(*light, heavy)) == {"heavy": at(0, 10, 30)}


def test_a_nice_is_held_although_it_costs_travel() -> None:
    assert starts(small(meeting("far", slot(10), place="far", priority=Priority.NICE))) == {"far": at(0, 10)}


def test_less_waiting_comes_before_cheaper_interpreters_and_those_before_an_early_evening() -> None:
    people = (interpreter("dear", day_fee=9), interpreter("cheap", day_fee=1, available=(slot(15), slot(16))))
    first = meeting("first", slot(9))
    second = meeting("second", slot(10), slot(15), interpreting=Interpreting(JA_EN))
    problem = small(first, second, interpreters=people)
    assert [item.team for item in plan(problem).plan.items] == [frozenset(), {"dear"}]
    alone = replace(problem, meetings=(second,))
    assert [(item.start, item.team) for item in plan(alone).plan.items] == [(at(0, 15), {"cheap"})]


def test_lunch_is_no_waiting() -> None:
    """A meeting before and one after lunch cost no more than two in a row."""
    problem = small(meeting("a", slot(11)), meeting("b", slot(12), slot(12, 45)))
    assert starts(problem) == {"a": at(0, 11), "b": at(0, 12)}
    goals = {
        each.goal: each.value for each in plan(small(meeting("a", slot(11, 30)), meeting("b", slot(13, 15)))).goals
    }
    assert goals[Goal.ON_THE_WAY] == 30 + 0 + 30


def test_a_pin_is_stronger_than_windows_and_holidays() -> None:
    pinned = meeting("a", slot(9), pin=Pin(at(0, 10, 10)))
    assert starts(small(pinned, days=(day(0, closed=True),))) == {"a": at(0, 10, 10)}


def test_a_pinned_team_is_kept_whatever_it_costs() -> None:
    people = (interpreter("dear", day_fee=9), interpreter("cheap", day_fee=1))
    pinned = meeting("a", slot(9), interpreting=Interpreting(JA_EN), pin=Pin(at(0, 9), frozenset({"dear"})))
    assert [item.team for item in plan(small(pinned, interpreters=people)).plan.items] == [{"dear"}]


def test_long_simultaneous_work_takes_a_team() -> None:
    people = tuple(interpreter(key) for key in "ijk")
    booth = meeting("booth", ALL_DAY, minutes=120, interpreting=Interpreting(JA_EN, Mode.SIMULTANEOUS))
    assert [len(item.team) for item in plan(small(booth, interpreters=people)).plan.items] == [2]


def test_a_place_without_travel_times_is_named() -> None:
    with pytest.raises(ValueError, match="No travel time from hotel to moon"):
        plan(small(meeting("a", slot(9), place="moon")))


@pytest.mark.parametrize("second", [Mode.CONSECUTIVE, Mode.WHISPERED])
def test_nobody_interprets_longer_than_the_longest_day(second: Mode) -> None:
    """Two hours would be one person's; the third takes another. In one mode, and in two together."""
    table = {mode: ModeRule(teams=((60, 1),), longest_day=120, pause=0) for mode in Mode}
    modes = (Mode.CONSECUTIVE, Mode.CONSECUTIVE, second)
    jobs = [meeting(str(number), ALL_DAY, interpreting=Interpreting(JA_EN, mode)) for number, mode in enumerate(modes)]
    people = (interpreter("cheap", minute_fee=1), interpreter("dear", minute_fee=9))
    outcome = plan(small(*jobs, interpreters=people, rules=table))
    assert sorted(name for item in outcome.plan.items for name in item.team) == ["cheap", "cheap", "dear"]
