"""The same optimum from another formulation and another solver: 50 problems of 300 people and 100 places.

A linear programme over the allowed pairs, solved by the simplex method goal after goal. Its corners are whole numbers
(the constraints are those of a transport problem), so that its value is the value of the best allocation. It shares
with the portal's flows nothing but the list of pairs and the lot's numbers.
"""

from collections import defaultdict
from collections.abc import Iterable

import pytest
from ortools.linear_solver.python import model_builder

from jet.allocation import pairs, solver, verify
from jet.allocation.goals import Goal
from jet.allocation.problem import Problem
from tests.jet.allocation import cases

Pair = tuple[int, int]
Sum = model_builder.LinearExprT
PEOPLE, PLACES = 300, 100


class Programme:
    """One variable per pair, one per indispensable post; a goal that was reached becomes a constraint."""

    def __init__(self, problem: Problem) -> None:
        found = pairs.allowed(problem)
        self.problem, self.rank = problem, cases.pairs_of(problem)
        self.tie = dict(zip(zip(found.person.tolist(), found.place.tolist(), strict=True), found.tie, strict=True))
        self.model = model_builder.Model()
        self.takes = {pair: self.model.new_num_var(0, 1, f"{pair}") for pair in self.rank}
        self.must = [self.model.new_num_var(0, place.must, place.key) for place in problem.places]
        self._keep_to_one_place_and_to_capacity()

    def _keep_to_one_place_and_to_capacity(self) -> None:
        at_person, at_place = defaultdict(list), defaultdict(list)
        for (person, place), taken in self.takes.items():
            at_person[person].append(taken)
            at_place[place].append(taken)
        for chosen in at_person.values():
            self.model.add(model_builder.LinearExpr.sum(chosen) <= 1)
        for at, place in enumerate(self.problem.places):
            self.model.add(model_builder.LinearExpr.sum(at_place[at]) <= place.capacity)
            self.model.add(model_builder.LinearExpr.sum(at_place[at]) >= self.must[at])

    def cost(self, of: Iterable[Pair], costs: Iterable[int]) -> Sum:
        return model_builder.LinearExpr.weighted_sum([self.takes[pair] for pair in of], list(costs))

    def least(self, goal: Sum) -> int:
        """The smallest value, kept to from now on."""
        value = self._smallest(goal)
        self.model.add(goal <= value)
        return value

    def _smallest(self, goal: Sum) -> int:
        self.model.minimize(goal)
        simplex = model_builder.Solver("glop")
        assert simplex.solve(self.model) == model_builder.SolveStatus.OPTIMAL
        return round(simplex.objective_value)

    def worst(self) -> int:
        """The smallest rank that nobody has to exceed, from the top down; a rank that nobody needs is shut."""
        for rank in sorted(set(self.rank.values()) - {0}, reverse=True):
            there = [pair for pair, asked in self.rank.items() if asked == rank]
            count = self.cost(there, [1] * len(there))
            if self._smallest(count) > 0:
                return rank
            self.model.add(count <= 0)
        return 0

    def best(self) -> dict[Goal, int]:
        placed = self.least(self.cost(self.rank, [-1] * len(self.rank)))
        must = self.least(-1 * model_builder.LinearExpr.sum(self.must))
        worst = self.worst()
        last = [pair for pair, rank in self.rank.items() if rank == worst]
        people, places = self.problem.participants, self.problem.places
        return {
            Goal.PLACED: len(people) + placed,
            Goal.MUST: must,
            Goal.WORST: worst,
            Goal.AT_WORST: self.least(self.cost(last, [1] * len(last))) if worst else 0,
            Goal.RANKS: self.least(self.cost(self.rank, (r * people[p].weight for (p, _j), r in self.rank.items()))),
            Goal.NICE: self.least(
                self.cost(self.rank, (-len(places[j].nice & people[p].qualities) for p, j in self.rank))
            ),
            Goal.SEED: self.least(self.cost(self.rank, (int(self.tie[pair]) for pair in self.rank))),
        }


@pytest.mark.parametrize("number", range(50))
def test_equal_to_the_linear_programme(number: int) -> None:
    problem = cases.large(PEOPLE, PLACES, 3 + number % 8, seed=number)
    found = solver.solve(problem)
    truth = Programme(problem).best()
    assert {goal: found.values[goal] for goal in truth} == truth
    verify.verify_allocation(problem, found.certificate)
