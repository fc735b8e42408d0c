"""One call of OR-Tools' min-cost flow, and the prices that prove its answer."""

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from jet.allocation.network import Network
from jet.allocation.pairs import Flags, Ints

ROOM = 1 << 61  # the solver multiplies every cost by the number of nodes and must stay within 64 bits


class SolverFailed(RuntimeError):
    """The solver gave no optimum: never to be taken for one."""


def largest_cost(network: Network) -> int:
    return ROOM // (2 * (network.nodes + 1))


def cheapest(network: Network, cost: Ints) -> Ints:
    """The flow of smallest cost within the bounds of the arcs; what has no freedom is not handed to the solver."""
    free = np.flatnonzero(network.free)
    solver = SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(
        network.tail[free], network.head[free], (network.upper - network.lower)[free], cost[free]
    )
    solver.set_nodes_supplies(np.arange(network.nodes), _supplies(network))
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise SolverFailed(f"The min-cost flow ended with {status.name}.")
    flow = network.lower.copy()
    flow[free] += solver.flows(arcs)
    return flow


def _supplies(network: Network) -> Ints:
    """One from each participant, all to the end, less what the fixed arcs carry already."""
    supply = np.zeros(network.nodes, dtype=np.int64)
    supply[: network.people] = 1
    supply[-1] = -network.people
    fixed = np.flatnonzero(network.lower)
    np.subtract.at(supply, network.tail[fixed], network.lower[fixed])
    np.add.at(supply, network.head[fixed], network.lower[fixed])
    return supply


def prices(network: Network, cost: Ints, flow: Ints) -> Ints:
    """Shortest distances in the residual network: no arc that could still change is cheaper than its ends' prices.

    They exist because an optimal flow leaves no cycle of negative cost; that many rounds without rest would mean one.
    """
    tail, head, length = residual(network, cost, flow)
    order = np.argsort(head, kind="stable")
    tail, head, length = tail[order], head[order], length[order]
    begins = np.flatnonzero(np.r_[True, head[1:] != head[:-1]]) if len(head) else np.array([], dtype=np.int64)
    price = np.zeros(network.nodes, dtype=np.int64)
    for _round in range(network.nodes + 1):
        if not _lowered(price, tail, head, length, begins):
            return price
    raise SolverFailed("The flow is not the cheapest: its residual network has a negative cycle.")


def _lowered(price: Ints, tail: Ints, head: Ints, length: Ints, begins: Ints) -> bool:
    """One round over all arcs at once."""
    if not len(begins):
        return False
    reach = np.minimum.reduceat(price[tail] + length, begins)
    ends = head[begins]
    lower = reach < price[ends]
    price[ends[lower]] = reach[lower]
    return bool(lower.any())


def residual(network: Network, cost: Ints, flow: Ints) -> tuple[Ints, Ints, Ints]:
    """Arcs along which the flow could still change: forward where there is room, backward where something flows."""
    more: Flags = flow < network.upper
    less: Flags = flow > network.lower
    return (
        np.concatenate([network.tail[more], network.head[less]]),
        np.concatenate([network.head[more], network.tail[less]]),
        np.concatenate([cost[more], -cost[less]]),
    )


def reduced(network: Network, cost: Ints, price: Ints) -> Ints:
    """What an arc costs beyond the prices of its ends."""
    return cost + price[network.tail] - price[network.head]


def tightened(network: Network, surplus: Ints) -> Network:
    """Only the optima are left: dearer arcs stay at their lower bound, cheaper ones at their upper bound."""
    return Network(
        network.tail,
        network.head,
        np.where(surplus < 0, network.upper, network.lower),
        np.where(surplus > 0, network.lower, network.upper),
        network.people, network.nodes, network.pairs, network.places, network.prefectures,
    )  # fmt: skip
