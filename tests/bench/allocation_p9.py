"""P9: the allocation of 3,000 people to 1,000 places with 50 candidates each, and of 64,000 with ten.

The yardstick is the bare min-cost flow call of OR-Tools on the same arrays. No database is started: none is needed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import TypeVar

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from jet.allocation import certificate, flow, goals, network, pairs, pins, solver
from jet.allocation.goals import Goal
from jet.allocation.network import Network
from jet.allocation.outcome import Allocation
from jet.allocation.pairs import Ints
from jet.allocation.problem import Fixed, Problem
from jet.allocation.verify import verify_allocation
from tests.bench.course import Course
from tests.bench.result import Bound, Result
from tests.bench.rounds import Spread
from tests.jet.allocation import cases

WHAT = "allocation of 3,000 to 1,000"
SPARSE = "allocation of 64,000 to 8,000, ten candidates each"
Answer = TypeVar("Answer")
RATIO, SECONDS, SECONDS_AGAIN = 1.5, 5.0, 1.0


@dataclass(frozen=True)
class Arrays:
    """What both sides are given: places first, ranks next, in one cost."""

    net: Network
    cost: Ints

    @classmethod
    def of(cls, problem: Problem) -> "Arrays":
        found = pairs.allowed(problem)
        net = network.build(problem, found)
        costs = goals.first_costs(problem, net, found) | goals.then_costs(problem, net, found, problem.longest)
        return cls(net, costs[Goal.PLACED] * 1_000_000 + costs[Goal.RANKS])

    def ours(self) -> Ints:
        return flow.cheapest(self.net, self.cost)

    def bare(self) -> Ints:
        """Nothing but the call."""
        bare = SimpleMinCostFlow()
        arcs = bare.add_arcs_with_capacity_and_unit_cost(self.net.tail, self.net.head, self.net.upper, self.cost)
        supplies = np.zeros(self.net.nodes, dtype=np.int64)
        supplies[: self.net.people], supplies[-1] = 1, -self.net.people
        bare.set_nodes_supplies(np.arange(self.net.nodes), supplies)
        if bare.solve() != bare.OPTIMAL:
            raise ValueError("The bare call finds no optimum.")
        return bare.flows(arcs)


def measure(course: Course) -> list[Result]:
    problem, rounds = cases.large(3000, 1000, 50), course.scale.list_rounds
    whole, allocation = _whole(problem, min(rounds, 3))
    again = _again(allocation, min(rounds, 3))
    checked, _nothing = _timed(lambda: verify_allocation(problem, allocation.certificate))
    sparse = cases.large(64_000, 8000, 10)
    whole_sparse, large = _whole(sparse, 1)
    return [
        _solve(f"{WHAT}: one solve", problem, rounds),
        _told(f"{WHAT}: all goals, with certificate written and read", whole, SECONDS, {"verified_s": checked}),
        _told(f"{WHAT}: again after a pin", again, SECONDS_AGAIN, {}),
        _solve(f"{SPARSE}: one solve", sparse, 3),
        _proved(f"{SPARSE}: all goals", whole_sparse, large),
    ]


def _proved(what: str, seconds: Spread, allocation: Allocation) -> Result:
    """The plan names no time for it, but it must come to an end with its proof."""
    proved = Bound("proved", int(allocation.certificate.proved), at_least=1, at_most=1)
    return Result("P9", what, "s", seconds.median, bounds=(proved,))


def _timed(work: Callable[[], Answer]) -> tuple[float, Answer]:
    begun = perf_counter()
    answer = work()
    return perf_counter() - begun, answer


def _solve(what: str, problem: Problem, rounds: int) -> Result:
    """In turn, who is first changing; both must find the same cost."""
    arrays = Arrays.of(problem)
    if int((arrays.cost * arrays.ours()).sum()) != int((arrays.cost * arrays.bare()).sum()):
        raise ValueError("The two do not find the same cost.")
    turns = [_turn(arrays, ours_first=bool(number % 2)) for number in range(rounds)]
    ratio = Spread.of(ours / bare for ours, bare in turns)
    return Result(
        "P9", what, "s", median(ours for ours, _bare in turns), median(bare for _ours, bare in turns), ratio.median,
        (Bound("ratio", ratio.median, at_most=RATIO),), {"ratio_swing": [ratio.median, ratio.lowest, ratio.highest]},
    )  # fmt: skip


def _turn(arrays: Arrays, *, ours_first: bool) -> tuple[float, float]:
    if ours_first:
        return _timed(arrays.ours)[0], _timed(arrays.bare)[0]
    bare = _timed(arrays.bare)[0]
    return _timed(arrays.ours)[0], bare


def _whole(problem: Problem, rounds: int) -> tuple[Spread, Allocation]:
    def run() -> Allocation:
        allocation = solver.solve(problem)
        if certificate.read(certificate.written(problem, allocation.certificate)) != (problem, allocation.certificate):
            raise ValueError("The certificate does not survive its file.")
        return allocation

    runs = [_timed(run) for _round in range(rounds)]
    return Spread.of(seconds for seconds, _allocation in runs), runs[-1][1]


def _again(allocation: Allocation, rounds: int) -> Spread:
    """Each time somebody else is pinned to their second wish."""
    pairs_of = allocation.pairs
    second = np.flatnonzero(pairs_of.rank == 2)[: rounds * 50 : 50].tolist()
    people, places = allocation.problem.participants, allocation.problem.places
    fixed = [Fixed(people[pairs_of.person[at]].key, places[pairs_of.place[at]].key) for at in second]
    return Spread.of(_timed(lambda pin=pin: pins.pinned(allocation, pin))[0] for pin in fixed)


def _told(what: str, seconds: Spread, limit: float, extra: dict[str, object]) -> Result:
    swing = {"swing": [seconds.median, seconds.lowest, seconds.highest]}
    return Result(
        "P9", what, "s", seconds.median, bounds=(Bound("seconds", seconds.median, at_most=limit),), extra=swing | extra
    )
