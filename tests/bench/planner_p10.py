"""P10: the itinerary planner on journeys of ten days, 25 meetings, three sub-groups and four interpreters.

There is no yardstick: nobody else's planner was found. The planner knows no database, so none is started for it.
"""

from dataclasses import dataclass
from statistics import median
from time import perf_counter

from exchanges.planner.checker import faults
from exchanges.planner.outcome import Goal, Outcome
from exchanges.planner.problem import Problem
from exchanges.planner.replanning import replan
from exchanges.planner.solver import plan
from tests.bench.course import Course
from tests.bench.result import Bound, Result
from tests.exchanges.planner import cases

WHAT = "itinerary planner, 10 days, 25 meetings"
SEEDS = (1, 2, 3, 4, 6)
SECONDS, SECONDS_AGAIN, GAP = 10.0, 3.0, 0.05


@dataclass(frozen=True)
class Run:
    """One question, its answer, and how long that took."""

    problem: Problem
    outcome: Outcome
    seconds: float

    @property
    def faults(self) -> int:
        return len(faults(self.problem, self.outcome.plan)) if self.outcome.plan else 1

    def gap(self, goal: Goal) -> float:
        return next(reached.gap for reached in self.outcome.goals if reached.goal is goal)


def measure(_course: Course) -> list[Result]:
    first = [_planned(cases.journey(seed)) for seed in SEEDS]
    again = [_planned_again(run) for run in first]
    return [_told("plan", first, SECONDS), _told("re-plan after one slot is gone", again, SECONDS_AGAIN)]


def _planned(problem: Problem) -> Run:
    begun = perf_counter()
    outcome = plan(problem)
    return Run(problem, outcome, perf_counter() - begun)


def _planned_again(run: Run) -> Run:
    before = run.outcome.plan
    if before is None:
        raise ValueError("The first plan of a journey must be possible.")
    problem = cases.with_another_time(run.problem, before)
    begun = perf_counter()
    outcome = replan(problem, before)
    return Run(problem, outcome, perf_counter() - begun)


def _told(what: str, runs: list[Run], seconds: float) -> Result:
    times, gaps = [run.seconds for run in runs], [run.outcome.gap for run in runs]
    bounds = (
        Bound("slowest_s", max(times), at_most=seconds),
        Bound("widest_gap", max(gaps), at_most=GAP),
        Bound("faults", sum(run.faults for run in runs), at_least=0, at_most=0),
    )
    goals = {
        f"gap_{goal.value}": max(run.gap(goal) for run in runs) for goal in (Goal.ON_THE_WAY, Goal.COST, Goal.FINISH)
    }
    statuses = ", ".join(run.outcome.status.value for run in runs)
    swing = [median(times), min(times), max(times)]
    return Result("P10", f"{WHAT}, {what}", unit="s", figure=median(times), bounds=bounds,
                  extra={"swing": swing, **goals, "statuses": statuses})  # fmt: skip
