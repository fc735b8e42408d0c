"""One constraint model and its solver: questions are put one after the other, each from where the last one ended."""

from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from exchanges.planner.goals import Expression, expressions
from exchanges.planner.model import Model, add_meetings
from exchanges.planner.options import Options
from exchanges.planner.outcome import Goal
from exchanges.planner.problem import Item, Plan, Problem
from exchanges.planner.routes import add_routes
from exchanges.planner.teams import add_teams

SEED = 20170216


def solver_for(limit: float) -> cp_model.CpSolver:
    """One worker and one seed: the same question gets the same answer, whatever else the machine is doing."""
    solver = cp_model.CpSolver()
    solver.parameters.random_seed = SEED
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = max(limit, 0.0)
    return solver


@dataclass
class Engine:
    """`effort` counts the solver's deterministic seconds, which do not depend on the machine or its load."""

    problem: Problem
    model: Model = field(init=False)
    goals: dict[Goal, Expression] = field(init=False)
    effort: float = 0.0

    def __post_init__(self) -> None:
        self.model = Model(Options(self.problem))
        add_meetings(self.model)
        ways = add_routes(self.model)
        works = add_teams(self.model)
        self.goals = expressions(self.model, ways, works)

    def solve(self, limit: float, *, is_small: bool = False) -> tuple[cp_model.CpSolver, int]:
        """A small model is solved sooner than it is looked over for ways to solve it sooner."""
        solver = solver_for(limit)
        if is_small:
            solver.parameters.max_presolve_iterations = 1
            solver.parameters.cp_model_probing_level = 0
            solver.parameters.symmetry_level = 0
        status = solver.solve(self.model.cp)
        self.effort += solver.deterministic_time
        return solver, int(status)

    def hold(self, goal: Goal, value: int) -> None:
        """From now on nothing worse for this goal."""
        if not isinstance(self.goals[goal], int):
            self.model.cp.add(self.goals[goal] <= value)

    def hint(self, solver: cp_model.CpSolver) -> None:
        """Begin the next search at the plan that is already there."""
        cp = self.model.cp
        cp.clear_hints()
        for index in range(len(cp.proto.variables)):
            variable = cp.get_int_var_from_proto_index(index)
            cp.add_hint(variable, solver.value(variable))

    def plan(self, solver: cp_model.CpSolver) -> Plan:
        held = [meeting.key for meeting in self.problem.meetings if solver.value(self.model.held[meeting.key])]
        items = [Item(key, solver.value(self.model.start[key]), self._team(solver, key)) for key in held]
        return Plan(tuple(sorted(items, key=lambda item: (item.start, item.meeting))))

    def _team(self, solver: cp_model.CpSolver, meeting: str) -> frozenset[str]:
        serving = self.model.serves.items()
        return frozenset(key for (where, key), serves in serving if where == meeting and solver.value(serves))
