"""What it would cost to give somebody another place: one shortest path in the residual network."""

import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from jet.allocation import flow, outcome, relaxed
from jet.allocation.goals import Goal, packed_stage
from jet.allocation.network import flow_of
from jet.allocation.outcome import Allocation
from jet.allocation.pairs import Flags, Ints
from jet.allocation.problem import NOBODY

DIGITS = 96  # bits that keep one packed sum apart from the next, along the longest path
Step = tuple[int, int, int]  # from node, arc, cost beyond the prices


@dataclass(frozen=True, slots=True)
class Change:
    """Somebody else's place for a participant: who would move with it, and by how much each goal would worsen."""

    chosen: Ints
    worse: tuple[tuple[Goal, int], ...]
    moved: int

    @property
    def is_tie(self) -> bool:
        """Only the lot spoke against it."""
        return all(goal == Goal.SEED for goal, _by in self.worse)


class Residual:
    """An allocation with its prices, asked again and again; linked people and the worst rank stay as they are."""

    def __init__(self, allocation: Allocation) -> None:
        self.allocation = allocation
        self.values = allocation.values
        proof = relaxed.optimum(allocation.problem, allocation.pairs, closed=self._held, worst=self.values[Goal.WORST])
        self.network = proof.network.closed(relaxed.of_pairs(proof.network, allocation.pairs.rank > proof.worst))
        self.flow = flow_of(self.network, allocation.pairs, allocation.chosen)
        stages = (*proof.first.stages, *proof.then.stages)
        self.surplus = _combined(
            [
                flow.reduced(self.network, packed_stage(stage).cost(proof.costs), np.array(stage.prices))
                for stage in stages
            ]
        )

    @cached_property
    def linked(self) -> frozenset[int]:
        at = {each.key: index for index, each in enumerate(self.allocation.problem.participants)}
        return frozenset(at[key] for link in self.allocation.problem.links for key in (link.first, link.second))

    @property
    def _held(self) -> Flags:
        """The pairs of linked people that were not chosen."""
        pairs, chosen = self.allocation.pairs, self.allocation.chosen
        held: Flags = np.isin(pairs.person, np.array(sorted(self.linked), dtype=np.int64))
        held[chosen[chosen != NOBODY]] = False
        return held

    @cached_property
    def into(self) -> list[list[Step]]:
        """For each node the steps by which the flow could still change into it."""
        steps: list[list[Step]] = [[] for _node in range(self.network.nodes)]
        network, held = self.network, self.linked
        ends = zip(network.tail.tolist(), network.head.tolist(), strict=True)
        more, less = (self.flow < network.upper).tolist(), (self.flow > network.lower).tolist()
        for arc, (tail, head) in enumerate(ends):
            if tail in held:
                continue
            if more[arc]:
                steps[head].append((tail, arc, self.surplus[arc]))
            if less[arc]:
                steps[tail].append((head, arc, -self.surplus[arc]))
        return steps

    def changes(self, person: int, pairs: Iterable[int]) -> dict[int, Change | None]:
        """For each of these pairs of one participant what choosing it would bring; None where nothing can give way."""
        wanted = {pair: self.network.people + int(self.allocation.pairs.place[pair]) for pair in pairs}
        onward = self._onward(person, set(wanted.values()))
        return {pair: self._change(person, pair, node, onward) for pair, node in wanted.items()}

    def _onward(self, person: int, targets: set[int]) -> dict[int, Step | None]:
        """The cheapest way from each target to the participant: Dijkstra backwards, until all targets are known."""
        onward: dict[int, Step | None] = {}
        heap: list[tuple[int, int, Step | None]] = [(0, person, None)]
        missing = set(targets)
        while heap and missing:
            cost, node, step = heapq.heappop(heap)
            if node in onward:
                continue
            onward[node] = step
            missing.discard(node)
            for tail, arc, more in self.into[node]:
                if tail not in onward:
                    heapq.heappush(heap, (cost + more, tail, (node, arc, more)))
        return onward

    def _change(self, person: int, pair: int, node: int, onward: dict[int, Step | None]) -> Change | None:
        if node not in onward:
            return None
        flow_after = self.flow.copy()
        flow_after[pair] += 1
        while step := onward[node]:
            node, arc, _cost = step
            flow_after[arc] += 1 if self.network.head[arc] == node else -1
        return self._told(person, flow_after)

    def _told(self, person: int, flow_after: Ints) -> Change:
        problem, pairs, before = self.allocation.problem, self.allocation.pairs, self.allocation.chosen
        chosen = np.full_like(before, NOBODY)
        used = np.flatnonzero(flow_after[: self.network.pairs])
        chosen[pairs.person[used]] = used
        after = outcome.values(problem, pairs, chosen)
        worse = tuple((goal, after[goal] - self.values[goal]) for goal in Goal if after[goal] != self.values[goal])
        others = np.flatnonzero(chosen != before)
        return Change(chosen, worse, len(others) - int(person in others))


def _combined(surpluses: list[Ints]) -> list[int]:
    """One whole number per arc in which the earlier goals outweigh the later ones."""
    combined = [0] * len(surpluses[0])
    for surplus in surpluses:
        combined = [(sum_ << DIGITS) + more for sum_, more in zip(combined, surplus.tolist(), strict=True)]
    return combined
