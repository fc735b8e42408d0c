"""Transfers that help each other: cycles of people who take each other's places, and chains that end in a vacancy."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from jet.allocation.flow import SolverFailed

LONGEST = 4  # people in one cycle: more need more consents than are ever had


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody who asks to be transferred, where to in the order of their wishes, and who has agreed so far."""

    participant: str
    authority: str
    wanted: tuple[str, ...]  # authorities, most wished for first
    allowed: frozenset[str]  # of these, where the binding conditions are met
    released: bool = False  # the present authority consents to the leaving


@dataclass(frozen=True, slots=True)
class Move:
    """One person's part of a proposal, with the consents that are there and those that are missing."""

    participant: str
    leaves: str
    joins: str
    rank: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """People who move together. With a vacancy, the first to move takes it and the last one's post falls free."""

    moves: tuple[Move, ...]
    vacancy: str | None = None

    @property
    def missing(self) -> frozenset[str]:
        """The authorities still to be asked."""
        return frozenset(authority for move in self.moves for authority in move.missing)


Consents = frozenset[tuple[str, str]]  # authority and the participant it would welcome


@dataclass(frozen=True, slots=True)
class Transfers:
    """All requests of a round; `vacancies` counts free posts per authority."""

    requests: tuple[Request, ...]
    vacancies: Mapping[str, int]
    welcomes: Consents = frozenset()
    longest: int = LONGEST
    seed: str = ""


def propose(transfers: Transfers) -> tuple[Proposal, ...]:
    """The disjoint proposals with which most people move; then the fewest missing consents, the best ranks, the lot."""
    possible = [*_cycles(transfers), *_chains(transfers)]
    return tuple(possible[at] for at in _best(transfers, possible))


def _edges(transfers: Transfers) -> dict[str, list[tuple[Request, int]]]:
    """Per authority the people elsewhere who would go there, with the rank they gave it."""
    wanted: dict[str, list[tuple[Request, int]]] = {}
    for request in sorted(transfers.requests, key=lambda each: each.participant):
        for rank, authority in enumerate(request.wanted, 1):
            if authority in request.allowed and authority != request.authority:
                wanted.setdefault(authority, []).append((request, rank))
    return wanted


Path = tuple[tuple[Request, int], ...]


def _paths(edges: Mapping[str, list[tuple[Request, int]]], path: Path, longest: int) -> Iterator[Path]:
    """Whoever comes next takes the place that the last one leaves; nobody and no authority twice."""
    yield path
    if len(path) == longest:
        return
    left = {request.authority for request, _rank in path}
    for request, rank in edges.get(path[-1][0].authority, ()):
        if request.authority not in left:
            yield from _paths(edges, (*path, (request, rank)), longest)


def _cycles(transfers: Transfers) -> Iterator[Proposal]:
    """Closed when the first of the path joins where the last one leaves; told from its smallest participant only."""
    edges = _edges(transfers)
    for joins, first in ((joins, each) for joins, people in edges.items() for each in people):
        for path in _paths(edges, (first,), transfers.longest):
            smallest = all(first[0].participant <= request.participant for request, _rank in path)
            if smallest and path[-1][0].authority == joins and len(path) > 1:
                yield Proposal(_moves(transfers, path, joins))


def _chains(transfers: Transfers) -> Iterator[Proposal]:
    edges = _edges(transfers)
    for vacancy in sorted(name for name, free in transfers.vacancies.items() if free > 0):
        for first in edges.get(vacancy, ()):
            for path in _paths(edges, (first,), transfers.longest):
                if vacancy not in {request.authority for request, _rank in path}:
                    yield Proposal(_moves(transfers, path, vacancy), vacancy)


def _moves(transfers: Transfers, path: Path, joins: str) -> tuple[Move, ...]:
    joined = [joins, *(request.authority for request, _rank in path)]
    return tuple(_move(transfers, request, to, rank) for (request, rank), to in zip(path, joined, strict=False))


def _move(transfers: Transfers, request: Request, joins: str, rank: int) -> Move:
    leaving = () if request.released else (request.authority,)
    joining = () if (joins, request.participant) in transfers.welcomes else (joins,)
    return Move(request.participant, request.authority, joins, rank, (*leaving, *joining))


def _best(transfers: Transfers, possible: Sequence[Proposal]) -> list[int]:
    """Goal after goal; nobody in two proposals, and no more chains than vacancies."""
    model = cp_model.CpModel()
    use = [model.new_bool_var(f"u{at}") for at in range(len(possible))]
    for at_most, members in _limits(transfers, possible):
        model.add(sum(use[at] for at in members) <= at_most)
    chosen: list[int] = []
    for costs in zip(*(_costs(transfers, each) for each in possible), strict=True):
        aim = sum(cost * var for cost, var in zip(costs, use, strict=True))
        model.minimize(aim)
        chosen, best = _solved(model, use, costs)
        model.add(aim <= best)
    return chosen


def _solved(model: cp_model.CpModel, use: Sequence[cp_model.IntVar], costs: Iterable[int]) -> tuple[list[int], int]:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1  # with one, the same requests give the same proposals
    if solver.solve(model) != cp_model.OPTIMAL:
        raise SolverFailed("The search for the best swaps did not come to its end.")
    chosen = [at for at, var in enumerate(use) if solver.boolean_value(var)]
    every = list(costs)
    return chosen, sum(every[at] for at in chosen)


def _limits(transfers: Transfers, possible: Sequence[Proposal]) -> list[tuple[int, list[int]]]:
    members: dict[tuple[str, str], list[int]] = {}
    for at, proposal in enumerate(possible):
        for key in _claims(proposal):
            members.setdefault(key, []).append(at)
    return [(transfers.vacancies[name] if what == "vacancy" else 1, ats) for (what, name), ats in members.items()]


def _claims(proposal: Proposal) -> list[tuple[str, str]]:
    people = [("participant", move.participant) for move in proposal.moves]
    return people if proposal.vacancy is None else [*people, ("vacancy", proposal.vacancy)]


def _costs(transfers: Transfers, proposal: Proposal) -> tuple[int, int, int, int]:
    text = "\n".join([transfers.seed, *(f"{move.participant} {move.joins}" for move in proposal.moves)])
    lot = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=2).digest(), "big")
    consents = sum(len(move.missing) for move in proposal.moves)
    return -len(proposal.moves), consents, sum(move.rank for move in proposal.moves), lot
