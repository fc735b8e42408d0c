"""Deferred acceptance beside the chosen result: participants propose, places keep whom they rank highest."""

import heapq
from dataclasses import dataclass

from jet.allocation.outcome import Allocation
from jet.allocation.pairs import Ints, Pairs
from jet.allocation.problem import NOBODY, Problem


@dataclass(frozen=True, slots=True)
class Figures:
    """What the two rules are compared by."""

    placed: int
    worst: int
    mean: float
    blocking: int


def accepted(problem: Problem, pairs: Pairs) -> list[int]:
    """Per participant the index of a pair, or NOBODY: truthful and stable by the same binding conditions.

    Settled pairs come first, then the nice wishes met, then the published lot: an authority's priorities.
    """
    wishes = _wishes(problem, pairs)
    held: list[list[tuple[tuple[int, int, int], int]]] = [[] for _place in problem.places]
    chosen = [NOBODY] * len(problem.participants)
    waiting = list(range(len(chosen)))
    while waiting:
        person = waiting.pop()
        if not wishes[person]:
            continue
        pair = wishes[person].pop()
        place = int(pairs.place[pair])
        heapq.heappush(held[place], (_priority(pairs, pair), pair))
        chosen[person] = pair
        if len(held[place]) > problem.places[place].capacity:
            refused = int(pairs.person[heapq.heappop(held[place])[1]])
            chosen[refused] = NOBODY
            waiting.append(refused)
    return chosen


def _wishes(problem: Problem, pairs: Pairs) -> list[list[int]]:
    """Each participant's pairs, the most wished for last."""
    wishes: list[list[int]] = [[] for _person in problem.participants]
    order = sorted(range(len(pairs.person)), key=lambda at: (-int(pairs.rank[at]), -int(pairs.tie[at])))
    for at in order:
        wishes[int(pairs.person[at])].append(at)
    return wishes


def _priority(pairs: Pairs, pair: int) -> tuple[int, int, int]:
    return int(pairs.settled[pair]), int(pairs.nice[pair]), -int(pairs.tie[pair])


def blocking(problem: Problem, pairs: Pairs, chosen: Ints | list[int]) -> int:
    """Pairs where the person would rather go, and the place would rather have them than somebody it has."""
    held: list[list[tuple[int, int, int]]] = [[] for _place in problem.places]
    for pair in chosen:
        if pair != NOBODY:
            held[int(pairs.place[pair])].append(_priority(pairs, int(pair)))
    ranks = [problem.longest + 2 if pair == NOBODY else int(pairs.rank[pair]) for pair in chosen]
    return sum(
        int(pairs.rank[at]) < ranks[int(pairs.person[at])]
        and _would_take(problem, held, int(pairs.place[at]), _priority(pairs, at))
        for at in range(len(pairs.person))
    )


def _would_take(
    problem: Problem, held: list[list[tuple[int, int, int]]], place: int, priority: tuple[int, int, int]
) -> bool:
    room = len(held[place]) < problem.places[place].capacity
    return room or bool(held[place] and min(held[place]) < priority)


def figures(problem: Problem, pairs: Pairs, chosen: Ints | list[int]) -> Figures:
    ranks = [int(pairs.rank[pair]) for pair in chosen if pair != NOBODY]
    mean = sum(ranks) / len(ranks) if ranks else 0.0
    return Figures(len(ranks), max(ranks, default=0), mean, blocking(problem, pairs, chosen))


def beside(allocation: Allocation) -> tuple[Figures, Figures]:
    """The chosen result's figures and those of deferred acceptance."""
    problem, pairs = allocation.problem, allocation.pairs
    return figures(problem, pairs, allocation.chosen), figures(problem, pairs, accepted(problem, pairs))
