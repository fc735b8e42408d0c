"""The exact optimum without links, by min-cost flows alone: also the bound for a problem that has links."""

from dataclasses import dataclass

import numpy as np

from jet.allocation import goals, stages
from jet.allocation.goals import Costs, Packed
from jet.allocation.network import Network, assignment, build
from jet.allocation.pairs import Flags, Ints, Pairs
from jet.allocation.problem import Problem
from jet.allocation.stages import Solved


@dataclass(frozen=True, slots=True)
class Relaxed:
    """Each step of the search with its proof."""

    network: Network
    costs: Costs
    worst: int
    first: Solved
    below: Solved | None
    then: Solved
    chosen: Ints


def optimum(problem: Problem, pairs: Pairs, *, closed: Flags | None = None, worst: int | None = None) -> Relaxed:
    """Most placed, most indispensable posts, smallest worst rank, and so on; promises kept before all.

    The first goal stretches where it must: what could not be kept is found in the result. `closed` pairs are left out;
    with a `worst` rank given, none is searched.
    """
    network = build(problem, pairs)
    costs = goals.first_costs(problem, network, pairs)
    if closed is not None:
        network = network.closed(of_pairs(network, closed))
    first = stages.solve(network, costs, goals.FIRST)
    search = _Search(network, costs, pairs, first)
    cap = search.smallest() if worst is None else worst
    later = goals.then_costs(problem, network, pairs, cap)
    then = stages.solve(first.left.closed(of_pairs(network, pairs.rank > cap)), later, goals.THEN)
    below = search.up_to(cap - 1) if cap and worst is None else None
    return Relaxed(network, costs | later, cap, first, below, then, assignment(network, pairs, then.flow))


@dataclass(frozen=True, slots=True)
class _Search:
    """The search for the smallest worst rank with which the first goals keep their best values."""

    network: Network
    costs: Costs
    pairs: Pairs
    first: Solved

    @property
    def plan(self) -> list[Packed]:
        return [goals.packed_stage(stage) for stage in self.first.stages]

    def up_to(self, rank: int) -> Solved:
        network = self.network.closed(of_pairs(self.network, self.pairs.rank > rank))
        return stages.follow(network, self.costs, self.plan, self.first.values)

    def smallest(self) -> int:
        """By halving: a larger cap can only help."""
        ranks = sorted({0, *np.unique(self.pairs.rank).tolist()})
        low, high = 0, len(ranks) - 1
        while low < high:
            middle = (low + high) // 2
            if self.up_to(ranks[middle]).values == self.first.values:
                high = middle
            else:
                low = middle + 1
        return int(ranks[low])


def of_pairs(network: Network, chosen: Flags) -> Flags:
    """The arcs of these pairs."""
    arcs = np.zeros(len(network.tail), dtype=np.bool_)
    arcs[: network.pairs] = chosen
    return arcs
