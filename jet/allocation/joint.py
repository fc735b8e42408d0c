"""Linked people as one unit: which pairs of places would do for both, and the least they cost beyond the prices."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jet.allocation import nearness
from jet.allocation.pairs import Flags, Ints, Pairs
from jet.allocation.problem import Link, Problem


@dataclass(frozen=True, slots=True)
class Couple:
    """A link with the two participants' pairs, and which of them go together (`near[i, j]`)."""

    link: Link
    people: tuple[int, int]
    first: Ints
    second: Ints
    near: Flags


def couples(problem: Problem, pairs: Pairs) -> list[Couple]:
    at = {each.key: index for index, each in enumerate(problem.participants)}
    minutes = nearness.travel(problem)
    return [_couple(problem, pairs, link, (at[link.first], at[link.second]), minutes) for link in problem.links]


def _couple(problem: Problem, pairs: Pairs, link: Link, people: tuple[int, int], minutes: nearness.Travel) -> Couple:
    first, second = (np.flatnonzero(pairs.person == person) for person in people)
    here, there = ([problem.places[at] for at in pairs.place[each].tolist()] for each in (first, second))
    near = [[nearness.near(link, one, other, minutes) for other in there] for one in here]
    return Couple(link, people, first, second, np.array(near, dtype=np.bool_).reshape(len(first), len(second)))


FAR = np.int64(1) << 60  # dearer than anything that can be had


@dataclass(frozen=True, slots=True)
class Least:
    """The smallest sum for both, and for each pair of either the smallest sum that contains it."""

    value: int
    with_first: Ints
    with_second: Ints


def least(couple: Couple, cost: Ints, idle: Ints) -> Least:
    """`cost` is given per pair, `idle` per participant; both without a place counts as together."""
    sums = np.where(couple.near, cost[couple.first][:, None] + cost[couple.second][None, :], FAR)
    neither = int(idle[list(couple.people)].sum())
    return Least(min(neither, int(sums.min(initial=FAR))), sums.min(axis=1, initial=FAR), sums.min(axis=0, initial=FAR))


def best(couple: Couple, keys: Sequence[Ints]) -> tuple[int, int] | None:
    """The two pairs that go together at the smallest sum of the first key, then of the second, and so on."""
    one, other = np.nonzero(couple.near)
    if not len(one):
        return None
    first, second = couple.first[one], couple.second[other]
    order = np.lexsort([key[first] + key[second] for key in reversed(keys)])
    return int(first[order[0]]), int(second[order[0]])
