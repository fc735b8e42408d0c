"""The allocation as a network: participant → place → prefecture → end, and past all of it for who is not placed."""

from dataclasses import dataclass, replace

import numpy as np

from jet.allocation.pairs import Flags, Ints, Pairs
from jet.allocation.problem import NOBODY, Problem


@dataclass(frozen=True, slots=True)
class Network:
    """Arcs in six runs, always in this order: pairs, not placed, must, beyond must, floor, beyond floor."""

    tail: Ints
    head: Ints
    lower: Ints
    upper: Ints
    people: int
    nodes: int
    pairs: int
    places: int
    prefectures: int

    @property
    def free(self) -> Flags:
        return self.lower < self.upper

    def slices(self) -> tuple[slice, slice, slice, slice, slice, slice]:
        sizes = (self.pairs, self.people, self.places, self.places, self.prefectures, self.prefectures)
        ends = np.cumsum(sizes).tolist()
        first, second, third, fourth, fifth, sixth = (
            slice(end - size, end) for end, size in zip(ends, sizes, strict=True)
        )
        return first, second, third, fourth, fifth, sixth

    def closed(self, arcs: Flags) -> "Network":
        """The same without these arcs: they stay in their place, but nothing may flow."""
        return replace(self, upper=np.where(arcs, self.lower, self.upper))


def build(problem: Problem, pairs: Pairs) -> Network:
    people, places = len(problem.participants), len(problem.places)
    prefectures, lies_in = _prefectures(problem)
    first_prefecture = people + places
    end = first_prefecture + len(prefectures)
    each, place = np.arange(people), people + np.arange(places)
    prefecture = first_prefecture + np.arange(len(prefectures))
    must, capacity = _of_places(problem)
    floor = _floors(problem, prefectures)
    ones = np.ones(len(pairs.person) + people, dtype=np.int64)
    upper = np.concatenate([ones, must, capacity - must, floor, np.full(len(prefectures), max(people, 1))])
    ends = np.full(len(prefectures), end)
    return Network(
        tail=np.concatenate([pairs.person, each, place, place, prefecture, prefecture]),
        head=np.concatenate(
            [pairs.place + people, np.full(people, end), *[first_prefecture + lies_in] * 2, ends, ends]
        ),
        lower=np.zeros_like(upper),
        upper=upper,
        people=people,
        nodes=end + 1,
        pairs=len(pairs.person),
        places=places,
        prefectures=len(prefectures),
    )  # fmt: skip


def _prefectures(problem: Problem) -> tuple[list[str], Ints]:
    names = sorted({place.prefecture for place in problem.places})
    at = {name: index for index, name in enumerate(names)}
    return names, np.array([at[place.prefecture] for place in problem.places], dtype=np.int64)


def _of_places(problem: Problem) -> tuple[Ints, Ints]:
    must = np.array([place.must for place in problem.places], dtype=np.int64)
    return must, np.array([place.capacity for place in problem.places], dtype=np.int64)


def _floors(problem: Problem, prefectures: list[str]) -> Ints:
    floors = dict(problem.floors)
    return np.array([floors.get(name, 0) for name in prefectures], dtype=np.int64)


def assignment(network: Network, pairs: Pairs, flow: Ints) -> Ints:
    """For each participant the index of the pair that was chosen, or NOBODY."""
    chosen = np.full(network.people, NOBODY, dtype=np.int64)
    used = np.flatnonzero(flow[: network.pairs])
    chosen[pairs.person[used]] = used
    return chosen


def flow_of(network: Network, pairs: Pairs, chosen: Ints) -> Ints:
    """The flow of an allocation: indispensable posts and floors are filled first."""
    pair, idle, must, beyond, floor, rest = network.slices()
    flow = np.zeros_like(network.upper)
    there = chosen != NOBODY
    flow[pair][chosen[there]] = 1
    flow[idle] = ~there
    at_place = np.bincount(pairs.place[chosen[there]], minlength=network.places)
    flow[must] = np.minimum(at_place, network.upper[must])
    flow[beyond] = at_place - flow[must]
    first_prefecture = network.people + network.places
    lies_in = network.head[must] - first_prefecture
    in_prefecture = np.bincount(lies_in, weights=at_place, minlength=network.prefectures).astype(np.int64)
    flow[floor] = np.minimum(in_prefecture, network.upper[floor])
    flow[rest] = in_prefecture - flow[floor]
    return flow
