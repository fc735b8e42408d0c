"""Linked pairs, which no flow can express: CP-SAT on the few pairs that could still belong to an optimum.

The flow without links gives a price for every node, and with the prices a bound for the problem with links too: each
couple must pay at least its cheapest two places that go together. Whatever costs more than the distance between that
bound and an allocation already found cannot be part of a better one. What remains is the core.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from jet.allocation import cap, flow, joint, outcome, relaxed
from jet.allocation.certificate import Stage
from jet.allocation.core import Core
from jet.allocation.goals import Goal, packed_stage
from jet.allocation.joint import Couple
from jet.allocation.network import Network
from jet.allocation.outcome import Values
from jet.allocation.pairs import Flags, Ints, Pairs
from jet.allocation.problem import NOBODY, Otherwise, Problem
from jet.allocation.relaxed import Relaxed, of_pairs


def settle(problem: Problem, pairs: Pairs, free: Relaxed, effort: float) -> tuple[Ints, bool]:
    """Who goes where when links count, and whether the search came to its end."""
    couples = joint.couples(problem, pairs)
    dived = cap.lowest(problem, pairs, couples, free)
    begin = dived.chosen
    narrow = _Narrowing(pairs, couples, dived.prices, outcome.values(problem, pairs, begin))
    narrow.all_goals()
    inside = np.flatnonzero(narrow.network.upper[: len(pairs.person)] > 0)
    inside = np.union1d(inside, begin[begin != NOBODY])
    chosen, finished = Core(problem, pairs, inside, begin, narrow.reached, effort).solve()
    return (chosen, True) if finished else (_polished(problem, pairs, couples, chosen), False)


def _polished(problem: Problem, pairs: Pairs, couples: Sequence[Couple], chosen: Ints) -> Ints:
    """After a search cut short: the best for everybody else, given where the linked people are."""
    closed = np.isin(pairs.person, np.array([person for couple in couples for person in couple.people]))
    closed[chosen[chosen != NOBODY]] = False
    return relaxed.optimum(problem, pairs, closed=closed).chosen


@dataclass
class _Narrowing:
    """Goal after goal, what a better allocation could still contain."""

    pairs: Pairs
    couples: Sequence[Couple]
    proofs: Sequence[Relaxed]  # alternatives; the first says which pairs and which worst rank are left
    found: Values
    reached: dict[Goal, int] = field(default_factory=dict)
    network: Network = field(init=False)

    def __post_init__(self) -> None:
        self.network = self.proofs[0].network

    def all_goals(self) -> None:
        """As far as the allocation found is known to reach the best."""
        bound_to_be_near = [each for each in self.couples if each.link.otherwise == Otherwise.NEITHER]
        if self._stages([each.first.stages for each in self.proofs], bound_to_be_near) and not self.found[Goal.APART]:
            self.reached[Goal.APART] = 0
            self._ranks()

    def _ranks(self) -> None:
        worst = self.found[Goal.WORST]
        self.network = self.network.closed(of_pairs(self.network, self.pairs.rank > worst))
        if worst == self.proofs[0].worst:
            self.reached[Goal.WORST] = worst
            self._stages([each.then.stages for each in self.proofs], self.couples)

    def _stages(self, proofs: Sequence[Sequence[Stage]], couples: Sequence[Couple]) -> bool:
        return all(self._stage(alternatives, couples) for alternatives in zip(*proofs, strict=True))

    def _stage(self, alternatives: Sequence[Stage], couples: Sequence[Couple]) -> bool:
        """Leave out what exceeds the gap; go on to the next goals only where there is none."""
        packed = packed_stage(alternatives[0])
        cost = packed.cost(self.proofs[0].costs)
        bounds = (_Bound(self.pairs, self.network, cost, np.array(each.prices), couples) for each in alternatives)
        bound = max(bounds, key=lambda each: each.value)
        found = [self.found[goal] for goal in packed.goals]
        gap = sum(weight * value for weight, value in zip(packed.weights, found, strict=True)) - bound.value
        self.network = self.network.closed(bound.over(gap))
        if gap:
            if bound.value >= packed.weights[0] * found[0]:  # one less of the first goal would undercut the bound
                self.reached[packed.goals[0]] = found[0]
            return False
        self.network = bound.tightened(self.network)
        self.reached |= dict(zip(packed.goals, found, strict=True))
        return True


class _Bound:
    """What nothing can undercut at these prices, and how far each pair lies above it."""

    def __init__(self, pairs: Pairs, network: Network, cost: Ints, price: Ints, couples: Sequence[Couple]) -> None:
        self.network, self.count = network, network.pairs
        surplus = flow.reduced(network, cost, price)
        possible = np.where(network.upper > 0, surplus, joint.FAR // 4)
        self.cost = possible[: self.count]
        self.idle = possible[self.count : self.count + network.people]
        self.rest = surplus[self.count + network.people :]
        self.least = self.idle.copy()
        np.minimum.at(self.least, pairs.person, self.cost)
        self.above = self.cost - self.least[pairs.person]
        self.idle_above = self.idle - self.least
        self.value = self._of_flow(price) + sum(self._of_link(couple) for couple in couples)

    def _of_flow(self, price: Ints) -> int:
        """Each participant takes the cheapest way, each other arc what pays."""
        rest = slice(self.count + self.network.people, None)
        paid = np.where(self.rest > 0, self.network.lower[rest], self.network.upper[rest]) * self.rest
        people = self.network.people
        return int(paid.sum() + self.least.sum() + people * price[-1] - price[:people].sum())

    def _of_link(self, couple: Couple) -> int:
        """What a couple pays beyond the cheapest way of each of the two; its own pairs are measured against that."""
        both = joint.least(couple, self.cost, self.idle)
        self.above[couple.first] = both.with_first - both.value
        self.above[couple.second] = both.with_second - both.value
        people = list(couple.people)
        self.idle_above[people] = int(self.idle[people].sum()) - both.value
        return both.value - int(self.least[people].sum())

    def over(self, gap: int) -> Flags:
        """The ways of participants that lie further above the bound than the gap."""
        arcs = of_pairs(self.network, self.above > gap)
        arcs[self.count : self.count + self.network.people] = self.idle_above > gap
        return arcs

    def tightened(self, network: Network) -> Network:
        """Where the bound is reached, the other arcs too are full where that pays and empty where it costs."""
        people = np.zeros(self.count + network.people, dtype=np.int64)
        return flow.tightened(network, np.concatenate([people, self.rest]))
