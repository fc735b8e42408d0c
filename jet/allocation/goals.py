"""The goals in their order, as costs per arc, packed into as few sums as whole numbers of the solver can hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

import numpy as np

from jet.allocation.certificate import Stage
from jet.allocation.network import Network
from jet.allocation.pairs import Ints, Pairs
from jet.allocation.problem import Problem


class Goal(StrEnum):
    """What is wanted, each to be had before the next is looked at; smaller is better in all of them."""

    PROMISES = "promises"  # settled pairs kept and floors filled, as a negative number
    PLACED = "placed"  # people without a place
    MUST = "must"  # indispensable posts filled, as a negative number
    APART = "apart"  # linked pairs split that would have agreed to it
    WORST = "worst"  # the worst rank
    AT_WORST = "at_worst"  # people at that rank
    RANKS = "ranks"  # the weighted sum of ranks
    NICE = "nice"  # wishes of authorities met, as a negative number
    SEED = "seed"  # the published lot


FIRST = (Goal.PROMISES, Goal.PLACED, Goal.MUST)  # before the worst rank is searched
THEN = (Goal.AT_WORST, Goal.RANKS, Goal.NICE, Goal.SEED)  # sums over pairs, once it is known
Costs = Mapping[Goal, Ints]


@dataclass(frozen=True, slots=True)
class Packed:
    """Several goals in one sum: each weight outweighs everything that comes after it."""

    goals: tuple[Goal, ...]
    weights: tuple[int, ...]

    def cost(self, costs: Costs) -> Ints:
        parts = [costs[goal] * weight for goal, weight in zip(self.goals, self.weights, strict=True)]
        total: Ints = np.sum(parts, axis=0, dtype=np.int64)
        return total


def packed_stage(stage: Stage) -> Packed:
    """The sum that a stage of a certificate proves."""
    return Packed(tuple(Goal(goal) for goal in stage.goals), stage.weights)


def first_costs(problem: Problem, network: Network, pairs: Pairs) -> dict[Goal, Ints]:
    _pair, idle, must, _beyond, floor, _rest = network.slices()
    promises = _nothing(network)
    promises[: network.pairs][pairs.settled] = -1
    if problem.floors:
        promises[floor] = -1
    placed, filled = _nothing(network), _nothing(network)
    placed[idle] = 1
    filled[must] = -1
    return {Goal.PROMISES: promises, Goal.PLACED: placed, Goal.MUST: filled}


def then_costs(problem: Problem, network: Network, pairs: Pairs, worst: int) -> dict[Goal, Ints]:
    weight = np.array([each.weight for each in problem.participants], dtype=np.int64)
    per_pair = {
        Goal.AT_WORST: (pairs.rank == worst).astype(np.int64) if worst else np.zeros_like(pairs.rank),
        Goal.RANKS: pairs.rank * weight[pairs.person],
        Goal.NICE: -pairs.nice,
        Goal.SEED: pairs.tie,
    }
    return {goal: _spread(network, cost) for goal, cost in per_pair.items()}


def _nothing(network: Network) -> Ints:
    return np.zeros(len(network.tail), dtype=np.int64)


def _spread(network: Network, cost: Ints) -> Ints:
    arcs = _nothing(network)
    arcs[: network.pairs] = cost
    return arcs


def span(network: Network, cost: Ints) -> int:
    """More than any two allocations can differ in this sum."""
    size = np.abs(cost)
    most = np.zeros(network.people, dtype=np.int64)
    np.maximum.at(most, network.tail[: network.pairs], size[: network.pairs])
    rest = slice(network.pairs, None)
    return int(most.sum() + (size[rest] * network.upper[rest]).sum())


def packed(network: Network, costs: Costs, order: Sequence[Goal], limit: int) -> list[Packed]:
    """As many goals together as stay below `limit`, in order; goals that cannot differ cost nothing."""
    spans = {goal: span(network, costs[goal]) for goal in order}
    groups: list[list[Goal]] = []
    for goal in order:
        if groups and _largest([*groups[-1], goal], spans, costs) <= limit:
            groups[-1].append(goal)
        else:
            groups.append([goal])
    return [Packed(tuple(group), _weights(group, spans)) for group in groups]


def _weights(group: Sequence[Goal], spans: Mapping[Goal, int]) -> tuple[int, ...]:
    later = [spans[goal] + 1 for goal in reversed(group)][:-1]
    return tuple(reversed(list(accumulate([1, *later], lambda weight, spread: weight * spread))))


def _largest(group: Sequence[Goal], spans: Mapping[Goal, int], costs: Costs) -> int:
    weights = _weights(group, spans)
    return sum(weight * int(np.abs(costs[goal]).max(initial=0)) for goal, weight in zip(group, weights, strict=True))
