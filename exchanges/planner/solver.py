"""plan(): one goal after the other, each held before the next is looked at; the same question gives the same plan."""

from dataclasses import replace

from exchanges.planner import by_day, conflicts, whole
from exchanges.planner.outcome import Outcome, Status
from exchanges.planner.problem import Problem

LIMIT = 3.2


def plan(problem: Problem, *, limit: float = LIMIT) -> Outcome:
    """`limit` is in the solver's deterministic seconds, which are the same on every machine: see ADR 9 for real ones.

    Goals and their order, and what the answer may be: features.md 4.B.
    """
    outcome = _searched(problem, limit)
    if outcome.status is not Status.IMPOSSIBLE:
        return outcome
    return replace(outcome, conflict=conflicts.explain(problem, limit=limit))


def _searched(problem: Problem, limit: float) -> Outcome:
    """Day by day where that can be done, and as a whole where it cannot, or where it came to nothing."""
    outcome = by_day.search(problem, limit)
    if outcome is None:
        return whole.search(problem, limit)
    if outcome.status is not Status.UNDECIDED:
        return outcome
    rest = whole.search(problem, limit - outcome.effort)
    return replace(rest, effort=rest.effort + outcome.effort)
