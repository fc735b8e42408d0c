"""Goal after goal: each packed sum is solved among the optima of the ones before it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jet.allocation import flow
from jet.allocation.certificate import Stage
from jet.allocation.goals import Costs, Goal, Packed, packed
from jet.allocation.network import Network
from jet.allocation.pairs import Ints


@dataclass(frozen=True, slots=True)
class Solved:
    """The stages' proofs, the last flow, and the network of what is still as good."""

    stages: tuple[Stage, ...]
    flow: Ints
    left: Network

    @property
    def values(self) -> tuple[int, ...]:
        return tuple(stage.value for stage in self.stages)


def solve(network: Network, costs: Costs, order: Sequence[Goal]) -> Solved:
    """All goals of `order`, lexicographically."""
    return follow(network, costs, packed(network, costs, order, flow.largest_cost(network)), None)


def follow(network: Network, costs: Costs, plan: Sequence[Packed], best: tuple[int, ...] | None) -> Solved:
    """Stage by stage; with the `best` values of a wider network given, stop at the first that falls short of them."""
    stages: list[Stage] = []
    solved, left = network.lower, network
    for at, goals in enumerate(plan):
        solved, left, stage = _one(left, costs, goals)
        stages.append(stage)
        if best is not None and stage.value > best[at]:
            break
    return Solved(tuple(stages), solved, left)


def _one(network: Network, costs: Costs, goals: Packed) -> tuple[Ints, Network, Stage]:
    cost = goals.cost(costs)
    solved = flow.cheapest(network, cost)
    price = flow.prices(network, cost, solved)
    left = flow.tightened(network, flow.reduced(network, cost, price))
    names = tuple(goal.value for goal in goals.goals)
    return solved, left, Stage(names, goals.weights, _total(cost, solved), tuple(price.tolist()))


def _total(cost: Ints, solved: Ints) -> int:
    """Exact: the sum of all may need more than 64 bits even where each product does not."""
    used = np.flatnonzero(solved)
    return sum((cost[used] * solved[used]).tolist())
