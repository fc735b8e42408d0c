"""One day as a small problem of its own: its best plan in all goals at once, or that it cannot be."""

from dataclasses import replace

from ortools.sat.python import cp_model

from exchanges.planner.aims import grouped
from exchanges.planner.bundles import Bundle
from exchanges.planner.engine import Engine
from exchanges.planner.outcome import Outcome, Status, reached
from exchanges.planner.problem import Plan, Priority, Problem
from exchanges.planner.worth import worth

LARGEST = 10**17  # of a sum of weighed goals: the solver counts in whole numbers up to 2**63


def day_alone(problem: Problem, bundle: Bundle) -> Problem:
    """The day of the bundle with exactly its meetings."""
    meetings = tuple(replace(each, priority=Priority.MUST) for each in problem.meetings if each.key in bundle.meetings)
    return replace(problem, days=(problem.days[bundle.number],), meetings=meetings)


def fill(problem: Problem, limit: float) -> Outcome:
    """Optimal, impossible or, within the limit, undecided; never something in between."""
    engine, plan = Engine(problem), Plan()
    for aim in grouped(problem, list(engine.goals), LARGEST):
        total = sum(weight * engine.goals[goal] for goal, weight in aim.weights.items())
        engine.model.cp.minimize(total)
        solver, status = engine.solve(limit - engine.effort, is_small=True)
        if status != cp_model.OPTIMAL:
            is_out = status == cp_model.INFEASIBLE
            return Outcome(Status.IMPOSSIBLE if is_out else Status.UNDECIDED, effort=engine.effort)
        plan = engine.plan(solver)
        for goal in aim.goals:
            engine.hold(goal, worth(problem, plan)[goal])
    found = worth(problem, plan)
    return reached(plan, found, found, engine.effort)


def is_impossible(problem: Problem, limit: float) -> tuple[bool, float]:
    """And the effort of finding out; what is not known within the limit counts as possible."""
    engine = Engine(problem)
    status = engine.solve(limit, is_small=True)[1]
    return status == cp_model.INFEASIBLE, engine.effort
