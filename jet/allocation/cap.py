"""The smallest worst rank that linked people leave possible, searched upwards from the one without links."""

from collections.abc import Sequence

import numpy as np

from jet.allocation import outcome, relaxed
from jet.allocation.dive import Dived, dive
from jet.allocation.goals import FIRST, Goal
from jet.allocation.joint import Couple
from jet.allocation.pairs import Flags, Ints, Pairs
from jet.allocation.problem import Problem
from jet.allocation.relaxed import Relaxed


def lowest(problem: Problem, pairs: Pairs, couples: Sequence[Couple], free: Relaxed) -> Dived:
    """An allocation to begin with, and prices for the worst rank that it is known to need.

    A rank is ruled out when even without links the first goals fall short, once the pairs without a partner nearby are
    gone. If the first rank that is not ruled out yields no allocation at once, the question is left to the core.
    """
    begin = dive(problem, pairs, couples, free, closed=np.zeros(len(pairs.rank), dtype=np.bool_))
    uncapped = Dived(begin.chosen, (free,))
    if not _reaches(problem, pairs, begin.chosen, free):
        return uncapped
    for rank in _ranks(pairs, free.worst, outcome.values(problem, pairs, begin.chosen)[Goal.WORST]):
        closed = lonely(pairs, couples, rank)
        capped = relaxed.optimum(problem, pairs, closed=closed, worst=rank)
        if capped.first.values == free.first.values:
            found = dive(problem, pairs, couples, capped, closed=closed, worst=rank)
            return found if _keeps(problem, pairs, found.chosen, free, rank) else uncapped
    return uncapped


def _ranks(pairs: Pairs, low: int, high: int) -> list[int]:
    return [rank for rank in np.unique(pairs.rank).tolist() if low <= rank <= high]


def lonely(pairs: Pairs, couples: Sequence[Couple], rank: int) -> Flags:
    """The pairs beyond a rank, and those of linked people whose partner could then not be near."""
    closed: Flags = pairs.rank > rank
    for couple in couples:
        near = couple.near & ~closed[couple.first][:, None] & ~closed[couple.second][None, :]
        closed[couple.first] |= ~near.any(axis=1)
        closed[couple.second] |= ~near.any(axis=0)
    return closed


def _reaches(problem: Problem, pairs: Pairs, chosen: Ints, free: Relaxed) -> bool:
    """The first goals at their best without links, and nobody split."""
    values = outcome.values(problem, pairs, chosen)
    best = outcome.values(problem, pairs, free.chosen)
    return not values[Goal.APART] and all(values[goal] == best[goal] for goal in FIRST)


def _keeps(problem: Problem, pairs: Pairs, chosen: Ints, free: Relaxed, rank: int) -> bool:
    return _reaches(problem, pairs, chosen, free) and outcome.values(problem, pairs, chosen)[Goal.WORST] <= rank
