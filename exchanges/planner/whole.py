"""The whole problem as one constraint model: one goal after the other, each held before the next is looked at."""

import math
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from exchanges.planner.engine import Engine
from exchanges.planner.outcome import Goal, Outcome, Status, reached
from exchanges.planner.problem import Plan, Problem
from exchanges.planner.worth import worth

FOUND = {cp_model.OPTIMAL, cp_model.FEASIBLE}


@dataclass
class Search:
    """How far one search has come."""

    engine: Engine
    limit: float
    plan: Plan | None = None
    bounds: dict[Goal, int] = field(default_factory=dict)
    is_impossible: bool = False

    def pursue(self, goal: Goal, share: float) -> None:
        """Makes one goal as small as `share` of what is left of the limit allows."""
        if self._is_perfect(goal):
            self.bounds[goal] = 0
        else:
            self._minimise(goal, share * (self.limit - self.engine.effort))
        if self.plan is not None:
            self.engine.hold(goal, self.worth[goal])

    @property
    def worth(self) -> dict[Goal, int]:
        return worth(self.engine.problem, self.plan) if self.plan else {}

    def _is_perfect(self, goal: Goal) -> bool:
        return self.plan is not None and self.worth[goal] == 0

    def _minimise(self, goal: Goal, limit: float) -> None:
        self.engine.model.cp.minimize(self.engine.goals[goal])
        solver, status = self.engine.solve(limit)
        if status in FOUND:
            self.plan = self.engine.plan(solver)
            self.engine.hint(solver)
        self.bounds[goal] = (
            max(0, math.ceil(solver.best_objective_bound - 1e-6)) if math.isfinite(solver.best_objective_bound) else 0
        )
        self.is_impossible = status == cp_model.INFEASIBLE


def search(problem: Problem, limit: float) -> Outcome:
    """An outcome without the reason, should it be impossible."""
    search = Search(Engine(problem), limit)
    goals = list(search.engine.goals)
    for number, goal in enumerate(goals, 1):
        search.pursue(goal, 1.0 if number == len(goals) else 0.5)
        if search.plan is None:
            status = Status.IMPOSSIBLE if search.is_impossible else Status.UNDECIDED
            return Outcome(status, effort=search.engine.effort)
    return reached(search.plan, search.worth, search.bounds, search.engine.effort)
