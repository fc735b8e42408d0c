"""The linked problem on a choice of pairs, goal after goal, in CP-SAT."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from jet.allocation import nearness, outcome
from jet.allocation.flow import SolverFailed
from jet.allocation.goals import Goal
from jet.allocation.outcome import Values
from jet.allocation.pairs import Ints, Pairs
from jet.allocation.problem import NOBODY, Link, Otherwise, Problem

WORKERS = 1  # with one, the same input gives the same search
Sum = cp_model.LinearExprT


@dataclass(frozen=True, slots=True)
class Core:
    """Some of the pairs, an allocation to begin with, the goals it is known to reach at their best, and the effort
    that may be spent on each of the others.
    """

    problem: Problem
    pairs: Pairs
    inside: Ints
    begin: Ints
    reached: Values
    effort: float

    def solve(self) -> tuple[Ints, bool]:
        """The best of these pairs, and whether every goal was settled."""
        return _Model(self).settle()


class _Model:
    """Variables and sums; built once, then held to the best value of one goal after the other."""

    def __init__(self, core: Core) -> None:
        self.core = core
        self.problem, self.pairs = core.problem, core.pairs
        self.model = cp_model.CpModel()
        self.use = {at: self.model.new_bool_var(f"x{at}") for at in core.inside.tolist()}
        self.of_person = self._grouped(core.pairs.person)
        self.of_place = self._grouped(core.pairs.place)
        self.split: dict[Link, cp_model.IntVar] = {}
        self.counters: list[tuple[cp_model.IntVar, int, list[int]]] = []
        self.worst = core.problem.longest + 1
        self._bound_people_and_places()
        for link in core.problem.links:
            self._bind(link)

    def settle(self) -> tuple[Ints, bool]:
        chosen, finished = self.core.begin, True
        for goal in Goal:
            if goal in self.core.reached:
                self._hold(goal, self._sum(goal), self.core.reached[goal])
                continue
            chosen, settled = self._improve(goal, chosen)
            finished = finished and settled
        return chosen, finished

    def _improve(self, goal: Goal, chosen: Ints) -> tuple[Ints, bool]:
        """One goal to its best, beginning from where the search before ended."""
        aim = self._sum(goal)
        self._hint(chosen)
        self.model.minimize(aim)
        solver, status = self._run()
        if status != cp_model.UNKNOWN:
            chosen = self._read(solver)
        best = outcome.values(self.problem, self.pairs, chosen)[goal]
        self._hold(goal, aim, best)
        return chosen, status == cp_model.OPTIMAL

    def _hold(self, goal: Goal, aim: Sum, best: int) -> None:
        self.model.add(aim <= best)
        if goal == Goal.WORST:
            self.worst = best

    def _hint(self, chosen: Ints) -> None:
        used = set(chosen.tolist())
        self.model.clear_hints()
        for at, var in self.use.items():
            self.model.add_hint(var, at in used)
        for counter, most, ats in self.counters:
            self.model.add_hint(counter, min(most, len(used.intersection(ats))))
        places = outcome.places(self.pairs, chosen).tolist()
        parted = set(nearness.parted(self.problem, places))
        for link, split in self.split.items():
            self.model.add_hint(split, link in parted)

    def _grouped(self, keys: Ints) -> dict[int, list[int]]:
        groups: dict[int, list[int]] = defaultdict(list)
        for at in self.use:
            groups[int(keys[at])].append(at)
        return groups

    def _vars(self, ats: Iterable[int]) -> list[cp_model.IntVar]:
        return [self.use[at] for at in ats]

    def _bound_people_and_places(self) -> None:
        for ats in self.of_person.values():
            self.model.add_at_most_one(self._vars(ats))
        for place, ats in self.of_place.items():
            self.model.add(sum(self._vars(ats)) <= self.problem.places[place].capacity)

    def _bind(self, link: Link) -> None:
        """Whoever of the two goes somewhere needs the other nearby; a pair that agreed beforehand may be split."""
        at = {each.key: index for index, each in enumerate(self.problem.participants)}
        first, second = self.of_person[at[link.first]], self.of_person[at[link.second]]
        escape = self._escape(link)
        minutes = nearness.travel(self.problem)
        for one, other in ((first, second), (second, first)):
            for pair in one:
                close = [each for each in other if self._near(link, pair, each, minutes)]
                self.model.add(self.use[pair] <= sum([*self._vars(close), *escape]))

    def _escape(self, link: Link) -> list[cp_model.IntVar]:
        """What lets a pair off that agreed to be split."""
        if link.otherwise == Otherwise.NEITHER:
            return []
        self.split[link] = self.model.new_bool_var(f"split {link.first} {link.second}")
        return [self.split[link]]

    def _near(self, link: Link, pair: int, other: int, minutes: nearness.Travel) -> bool:
        places = self.problem.places
        one, two = places[int(self.pairs.place[pair])], places[int(self.pairs.place[other])]
        return nearness.near(link, one, two, minutes)

    def _sum(self, goal: Goal) -> Sum:
        return _SUMS[goal](self)

    def promises(self) -> Sum:
        settled = [self.use[at] for at in self.use if self.pairs.settled[at]]
        kept = [*settled, *(self._floor(name, least) for name, least in self.problem.floors)]
        return -sum(kept)

    def _floor(self, name: str, least: int) -> cp_model.IntVar:
        there = [ats for place, ats in self.of_place.items() if self.problem.places[place].prefecture == name]
        return self._at_most(least, [at for ats in there for at in ats], f"floor {name}")

    def _at_most(self, most: int, ats: list[int], name: str) -> cp_model.IntVar:
        """How many of these are used, counted up to a number."""
        filled = self.model.new_int_var(0, most, name)
        self.model.add(filled <= sum(self._vars(ats)))
        self.counters.append((filled, most, ats))
        return filled

    def placed(self) -> Sum:
        return len(self.problem.participants) - sum(self.use.values())

    def must(self) -> Sum:
        places = self.problem.places
        return -sum(self._at_most(places[at].must, ats, f"must {at}") for at, ats in self.of_place.items())

    def apart(self) -> Sum:
        return sum(self.split.values())

    def worst_rank(self) -> Sum:
        worst = self.model.new_int_var(0, self.problem.longest + 1, "worst")
        for ats in self.of_person.values():
            self.model.add(self._weighed(self.pairs.rank, ats) <= worst)
        return worst

    def at_worst(self) -> Sum:
        return sum(var for at, var in self.use.items() if self.worst and self.pairs.rank[at] == self.worst)

    def ranks(self) -> Sum:
        weight = np.array([each.weight for each in self.problem.participants], dtype=np.int64)
        return self._weighed(self.pairs.rank * weight[self.pairs.person], self.use)

    def nice(self) -> Sum:
        return -self._weighed(self.pairs.nice, self.use)

    def tie(self) -> Sum:
        return self._weighed(self.pairs.tie, self.use)

    def _weighed(self, cost: Ints, ats: Iterable[int]) -> Sum:
        return sum(int(cost[at]) * self.use[at] for at in ats)

    def _run(self) -> tuple[cp_model.CpSolver, cp_model.CpSolverStatus]:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = WORKERS
        solver.parameters.max_deterministic_time = self.core.effort
        status = solver.solve(self.model)
        if status in (cp_model.INFEASIBLE, cp_model.MODEL_INVALID):
            raise SolverFailed(f"The search for linked pairs ended with {solver.status_name(status)}.")
        return solver, status

    def _read(self, solver: cp_model.CpSolver) -> Ints:
        chosen = np.full(len(self.problem.participants), NOBODY, dtype=np.int64)
        for at, var in self.use.items():
            if solver.boolean_value(var):
                chosen[self.pairs.person[at]] = at
        return chosen


_SUMS = {
    Goal.PROMISES: _Model.promises,
    Goal.PLACED: _Model.placed,
    Goal.MUST: _Model.must,
    Goal.APART: _Model.apart,
    Goal.WORST: _Model.worst_rank,
    Goal.AT_WORST: _Model.at_worst,
    Goal.RANKS: _Model.ranks,
    Goal.NICE: _Model.nice,
    Goal.SEED: _Model.tie,
}
