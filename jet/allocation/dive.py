"""A good allocation that honours the links, found by flows alone: each couple goes where the prices like it best."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jet.allocation import flow, joint, outcome, relaxed
from jet.allocation.goals import Goal, packed_stage
from jet.allocation.joint import Couple
from jet.allocation.nearness import parted
from jet.allocation.outcome import Values
from jet.allocation.pairs import Flags, Ints, Pairs
from jet.allocation.problem import NOBODY, Otherwise, Problem
from jet.allocation.relaxed import Relaxed

Choice = tuple[int, int] | None
ROUNDS = 5  # each begins with the prices of the one before


@dataclass(frozen=True, slots=True)
class Dived:
    """The best allocation of a few attempts, and the prices that each attempt left."""

    chosen: Ints
    prices: tuple[Relaxed, ...]


def dive(
    problem: Problem, pairs: Pairs, couples: Sequence[Couple], free: Relaxed, *, closed: Flags, worst: int | None = None
) -> Dived:
    """A few attempts without the `closed` pairs, each with the prices of the one before."""
    found: list[Ints] = []
    prices = [free]
    for _round in range(ROUNDS):
        choices = _choices(pairs, couples, prices[-1], closed)
        chosen, after = _attempt(problem, pairs, couples, choices, _Limits(closed, worst))
        found.append(chosen)
        prices.append(after)
    best = min(found, key=lambda chosen: in_order(outcome.values(problem, pairs, chosen)))
    return Dived(best, tuple(prices))


@dataclass(frozen=True, slots=True)
class _Limits:
    closed: Flags
    worst: int | None


def in_order(values: Values) -> tuple[int, ...]:
    """For comparing two allocations: the goals in their order."""
    return tuple(values[goal] for goal in Goal)


def _choices(pairs: Pairs, couples: Sequence[Couple], prices: Relaxed, closed: Flags) -> list[Choice]:
    keys = [closed.astype(np.int64), *surpluses(pairs, prices)]
    return [joint.best(couple, keys) for couple in couples]


def surpluses(pairs: Pairs, free: Relaxed) -> list[Ints]:
    """What each pair costs beyond the prices, stage by stage; ranks beyond the worst come after the first goals."""
    network, count = free.network, len(pairs.person)
    first, then = (
        [
            flow.reduced(network, packed_stage(stage).cost(free.costs), np.array(stage.prices))[:count]
            for stage in stages
        ]
        for stages in (free.first.stages, free.then.stages)
    )
    return [*first, (pairs.rank > free.worst).astype(np.int64), *then]


def _attempt(
    problem: Problem, pairs: Pairs, couples: Sequence[Couple], choices: Sequence[Choice], limits: _Limits
) -> tuple[Ints, Relaxed]:
    """Everybody else by flow; a couple for whom there was no room after all steps back together."""
    still = list(choices)
    while True:
        prices = relaxed.optimum(
            problem, pairs, closed=limits.closed | _closed(pairs, couples, still), worst=limits.worst
        )
        broken = _broken(problem, pairs, couples, prices.chosen) & {at for at, each in enumerate(still) if each}
        if not broken:
            return prices.chosen, prices
        still = [None if at in broken else choice for at, choice in enumerate(still)]


def _closed(pairs: Pairs, couples: Sequence[Couple], choices: Sequence[Choice]) -> Flags:
    closed = np.zeros(len(pairs.person), dtype=np.bool_)
    for couple, choice in zip(couples, choices, strict=True):
        alone = choice is None and couple.link.otherwise == Otherwise.SPLIT
        closed[couple.first] = closed[couple.second] = not alone
        if choice is not None:
            closed[list(choice)] = False
    return closed


def _broken(problem: Problem, pairs: Pairs, couples: Sequence[Couple], chosen: Ints) -> set[int]:
    """Couples that chose not to be split and are, or that have room for one of the two only."""
    bad = set(parted(problem, outcome.places(pairs, chosen).tolist()))
    return {
        at for at, couple in enumerate(couples)
        if couple.link in bad and (couple.link.otherwise == Otherwise.NEITHER or NOBODY in chosen[list(couple.people)])
    }  # fmt: skip
