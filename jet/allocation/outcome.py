"""What an allocation is worth: the value of every goal, and the promises that could not be kept."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from jet.allocation.certificate import Certificate
from jet.allocation.goals import Goal
from jet.allocation.nearness import apart
from jet.allocation.pairs import Ints, Pairs
from jet.allocation.problem import NOBODY, Problem

Values = Mapping[Goal, int]


@dataclass(frozen=True, slots=True)
class Allocation:
    """The result of a run: `chosen` holds, per participant, the index of a pair of `pairs`, or NOBODY."""

    problem: Problem
    pairs: Pairs
    chosen: Ints
    certificate: Certificate

    def placed(self) -> dict[str, str]:
        """Participant → place, by their keys."""
        people, places = self.problem.participants, self.problem.places
        rows = enumerate(self.certificate.chosen)
        return {people[person].key: places[place].key for person, place in rows if place != NOBODY}

    @property
    def values(self) -> dict[Goal, int]:
        return {Goal(goal): value for goal, value in self.certificate.values}


def places(pairs: Pairs, chosen: Ints) -> Ints:
    """Per participant the index of the place, or NOBODY."""
    found = np.full(len(chosen), NOBODY, dtype=np.int64)
    there = chosen != NOBODY
    found[there] = pairs.place[chosen[there]]
    return found


def values(problem: Problem, pairs: Pairs, chosen: Ints) -> dict[Goal, int]:
    """Every goal's value, counted from who goes where alone."""
    used = chosen[chosen != NOBODY]
    filled = np.bincount(pairs.place[used], minlength=len(problem.places)).tolist()
    weight = np.array([each.weight for each in problem.participants], dtype=np.int64)
    worst = int(pairs.rank[used].max(initial=0))
    return {
        Goal.PROMISES: -int(pairs.settled[used].sum()) - _floors_filled(problem, filled),
        Goal.PLACED: len(chosen) - len(used),
        Goal.MUST: -sum(min(place.must, count) for place, count in zip(problem.places, filled, strict=True)),
        Goal.APART: apart(problem, places(pairs, chosen).tolist()),
        Goal.WORST: worst,
        Goal.AT_WORST: int((pairs.rank[used] == worst).sum()) if worst else 0,
        Goal.RANKS: int((pairs.rank[used] * weight[pairs.person[used]]).sum()),
        Goal.NICE: -int(pairs.nice[used].sum()),
        Goal.SEED: int(pairs.tie[used].sum()),
    }


def in_prefectures(problem: Problem, filled: list[int]) -> Counter[str]:
    """How many people each prefecture receives."""
    counts: Counter[str] = Counter()
    for place, count in zip(problem.places, filled, strict=True):
        counts[place.prefecture] += count
    return counts


def _floors_filled(problem: Problem, filled: list[int]) -> int:
    counts = in_prefectures(problem, filled)
    return sum(min(least, counts[name]) for name, least in problem.floors)


@dataclass(frozen=True, slots=True)
class Shortfall:
    """One promise that cannot be kept together with the others, and by how many people."""

    what: str  # "settled" or "floor"
    key: str
    missing: int


class Infeasible(ValueError):
    """The settled pairs and floors cannot all be kept; the fewest that would have to give way are listed."""

    def __init__(self, shortfalls: tuple[Shortfall, ...]) -> None:
        super().__init__(", ".join(f"{each.what} {each.key}: {each.missing} missing" for each in shortfalls))
        self.shortfalls = shortfalls


def shortfalls(problem: Problem, pairs: Pairs, chosen: Ints) -> tuple[Shortfall, ...]:
    used = chosen[chosen != NOBODY]
    filled = np.bincount(pairs.place[used], minlength=len(problem.places)).tolist()
    counts = in_prefectures(problem, filled)
    there = {problem.participants[person].key for person in pairs.person[used[pairs.settled[used]]].tolist()}
    settled = [Shortfall("settled", each.participant, 1) for each in problem.fixed if each.participant not in there]
    floors = [Shortfall("floor", name, least - counts[name]) for name, least in problem.floors if counts[name] < least]
    return (*settled, *floors)
