"""The search by days agrees with the whole model, and steps aside where days depend on each other or are too free."""

from dataclasses import replace

import pytest

from exchanges.planner import by_day, whole
from exchanges.planner.bundles import bundles, detours_cost_time, nights_are_long
from exchanges.planner.checker import faults
from exchanges.planner.options import Options
from exchanges.planner.outcome import Goal, Outcome, Status
from exchanges.planner.problem import Interpreting, Mode, Plan, Priority, Problem, Window
from exchanges.planner.solver import plan
from tests.exchanges.planner import brute, cases
from tests.exchanges.planner.cases import JA_EN, at, day, interpreter, meeting, small

TWO_DAYS = (day(0), day(1))
SHORTER = cases.Size(days=5, meetings=10, parties=2, interpreters=3, places=8)
OVERRUN = 0.3  # the solver looks at its counter now and then, not at every step


def reached(outcome: Outcome) -> dict | None:
    return {each.goal: each.value for each in outcome.goals} or None


def slot(number: int, hour: int) -> Window:
    return Window(at(number, hour), at(number, hour + 1))


@pytest.mark.parametrize("seed", range(60, 120))
def test_equal_to_the_whole_model(seed: int) -> None:
    problem = cases.tiny(seed)
    days, model = by_day.search(problem, 20.0) or whole.search(problem, 20.0), whole.search(problem, 20.0)
    assert (days.status, reached(days)) == (model.status, reached(model))


@pytest.mark.parametrize("seed", [0, 1, 2, 3, 7, 8])
def test_equal_to_the_whole_model_in_five_days(seed: int) -> None:
    """Large enough that not all bundles are near the bound."""
    problem = cases.journey(seed, SHORTER)
    days, model = by_day.search(problem, 20.0), whole.search(problem, 20.0)
    assert (days.status, reached(days)) == (model.status, reached(model))


def test_equal_to_a_choice_from_all_bundles_at_once() -> None:
    """The figures of one journey on which the bundles near the bound are not enough, found without that short cut."""
    assert reached(by_day.search(cases.journey(10), 20.0)) == {
        Goal.SHOULD: 0,
        Goal.NICE: 0,
        Goal.ON_THE_WAY: 3598,
        Goal.COST: 369_400,
        Goal.FINISH: 11_509,
    }


@pytest.mark.parametrize("seed", range(60))
def test_equal_to_brute_force_where_detours_are_short(seed: int) -> None:
    problem = cases.crooked(seed)
    outcome = plan(problem, limit=20.0)
    assert reached(outcome) == brute.best(problem)
    if outcome.plan:
        assert faults(problem, outcome.plan) == []


def test_the_crooked_towns_have_short_detours() -> None:
    towns = [Options(cases.crooked(seed)) for seed in range(60)]
    assert sum(not detours_cost_time(town, number) for town in towns for number in (0, 1)) >= 20
    assert all(detours_cost_time(Options(cases.journey(seed)), number) for seed in range(5) for number in range(10))


@pytest.mark.parametrize("seed", range(60))
def test_no_bundle_promises_too_little(seed: int) -> None:
    """What a bundle is said to be worth at best is never more than what brute force makes of that day."""
    problem = cases.tiny(seed)
    for bundle in bundles(Options(problem))[:12]:
        held = tuple(replace(each, priority=Priority.MUST) for each in problem.meetings if each.key in bundle.meetings)
        best = brute.best(replace(problem, days=(problem.days[bundle.number],), meetings=held))
        if best:
            assert all(bundle.worth[goal] <= best[goal] for goal in (Goal.ON_THE_WAY, Goal.COST))
            assert bundle.worth[Goal.FINISH] <= best[Goal.FINISH]


def test_short_nights_are_planned_as_a_whole() -> None:
    """Nobody interprets at half past eleven in one place and five minutes after midnight in another."""
    late = replace(day(0, lunch=False), hours=Window(at(0, 8), at(0, 24)), returns_to="hall")
    early = replace(day(1, lunch=False), hours=Window(at(1, 0), at(1, 19)), leaves_from="far")
    jobs = (
        meeting("a", Window(at(0, 22, 55), at(0, 23, 55)), interpreting=Interpreting(JA_EN)),
        meeting("b", Window(at(1, 0), at(1, 2)), place="far", parties="B", interpreting=Interpreting(JA_EN)),
    )
    problem = small(*jobs, days=(late, early), interpreters=(interpreter("i"),))
    assert not nights_are_long(problem)
    assert by_day.search(problem, 1.0) is None
    assert plan(problem).status is not Status.UNDECIDED


def test_meetings_that_are_quite_free_are_planned_as_a_whole() -> None:
    hours = Window(at(0, 9), at(0, 18))
    problem = small(*(meeting(str(n), hours, minutes=30, priority=Priority.NICE) for n in range(14)))
    assert by_day.search(problem, 1.0) is None
    outcome = plan(problem, limit=1.0)
    assert (outcome.status, faults(problem, outcome.plan)) == (Status.BEST_FOUND, [])


def test_what_is_impossible_on_one_day_is_held_on_another() -> None:
    """One interpreter for two at the same time: only working out the day shows it."""
    job = meeting("a", slot(0, 10), interpreting=Interpreting(JA_EN))
    other = replace(job, key="b", parties=frozenset("B"), windows=(slot(0, 10), slot(1, 10)))
    outcome = by_day.search(small(job, other, days=TWO_DAYS, interpreters=(interpreter("i"),)), 1.0)
    assert [(item.meeting, item.start) for item in outcome.plan.items] == [("a", at(0, 10)), ("b", at(1, 10))]
    assert outcome.status is Status.OPTIMAL


def test_a_detour_that_is_needed_is_not_ruled_out() -> None:
    """From p to q is too far but by way of a; b wants p's interpreter. Only without b is the day fine."""
    job = Interpreting(JA_EN)
    p, a, q = meeting("p", slot(0, 9), interpreting=job), meeting("a", slot(0, 11), place="ministry"), slot(0, 13)
    b = meeting("b", slot(0, 9), parties="B", interpreting=job, priority=Priority.NICE)
    ways = {("hotel", "far"): 60, ("hall", "far"): 190, ("ministry", "far"): 40}
    plain = small(p, a, meeting("q", q, place="far"), b, days=(day(0, lunch=False),), interpreters=(interpreter("i"),))
    problem = replace(plain, travel={**plain.travel, **ways})
    outcome = by_day.search(problem, 1.0)
    assert [item.meeting for item in outcome.plan.items] == ["p", "a", "q"]
    assert outcome.status is Status.OPTIMAL


def test_impossible_is_said_without_the_reason() -> None:
    job = meeting("a", slot(0, 10), interpreting=Interpreting(JA_EN))
    problem = small(job, replace(job, key="b", parties=frozenset("B")), interpreters=(interpreter("i"),))
    outcome = by_day.search(problem, 1.0)
    assert (outcome.status, outcome.plan, outcome.conflict) == (Status.IMPOSSIBLE, None, None)


def test_only_a_nice_and_it_cannot_be_held() -> None:
    """Two for a booth, and one of them only in the afternoon."""
    booth = Interpreting(JA_EN, Mode.SIMULTANEOUS)
    job = meeting("a", slot(0, 10), interpreting=booth, priority=Priority.NICE, weight=3)
    people = (interpreter("i"), interpreter("j", available=(Window(at(0, 15), at(0, 16)),)))
    outcome = by_day.search(small(job, interpreters=people), 1.0)
    assert (outcome.status, outcome.plan) == (Status.OPTIMAL, Plan())
    assert reached(outcome)[Goal.NICE] == 3


def test_the_effort_stays_within_the_limit() -> None:
    for limit in (0.5, 1.0, 2.0):
        problem: Problem = cases.journey(5)
        assert plan(problem, limit=limit).effort <= limit + OVERRUN
