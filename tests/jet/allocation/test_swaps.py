"""Swap cycles and chains against trying every set of moves."""

from itertools import product
from random import Random

import pytest

from jet.allocation.swaps import Move, Proposal, Request, Transfers, propose

TOWNS = "ABCDE"


def request(key: str, at: str, *wanted: str, allowed: str | None = None, released: bool = False) -> Request:
    return Request(key, at, wanted, frozenset(wanted if allowed is None else allowed), released)


def round_of(*requests: Request, vacancies: dict[str, int] | None = None, **more: object) -> Transfers:
    return Transfers(requests, vacancies or {}, **more)


def joined(proposals: tuple[Proposal, ...]) -> dict[str, str]:
    return {move.participant: move.joins for proposal in proposals for move in proposal.moves}


def test_a_three_way_swap_that_nobody_sees_by_hand() -> None:
    found = propose(round_of(request("P", "A", "B"), request("Q", "B", "C"), request("R", "C", "A")))
    assert joined(found) == {"P": "B", "Q": "C", "R": "A"}
    assert len(found) == 1


def test_a_cycle_longer_than_allowed_is_not_proposed() -> None:
    ring = [request(key, at, to) for key, at, to in zip("PQRST", "ABCDE", "BCDEA", strict=True)]
    assert propose(round_of(*ring, longest=4)) == ()
    assert len(joined(propose(round_of(*ring, longest=5)))) == 5


def test_a_vacancy_begins_a_chain() -> None:
    (only,) = propose(round_of(request("P", "A", "B"), request("Q", "C", "A"), vacancies={"B": 1}))
    assert only.vacancy == "B"
    assert [(move.participant, move.leaves, move.joins) for move in only.moves] == [("P", "A", "B"), ("Q", "C", "A")]


def test_no_more_chains_than_vacancies() -> None:
    two = [request("P", "A", "B"), request("Q", "C", "B")]
    assert len(propose(round_of(*two, vacancies={"B": 1}))) == 1
    assert len(propose(round_of(*two, vacancies={"B": 2}))) == 2
    assert propose(round_of(*two, vacancies={"B": 0})) == ()


def test_missing_consents_are_noted_on_both_sides() -> None:
    requests = request("P", "A", "B", released=True), request("Q", "B", "A")
    (only,) = propose(round_of(*requests, welcomes=frozenset([("A", "Q")])))
    assert only.moves == (Move("P", "A", "B", 1, ("B",)), Move("Q", "B", "A", 1, ("B",)))
    assert only.missing == {"B"}


def test_of_two_swaps_the_one_with_fewer_missing_consents() -> None:
    requests = request("P", "A", "B"), request("Q", "B", "A"), request("R", "B", "A", released=True)
    assert "R" in joined(propose(round_of(*requests)))


def test_then_the_better_ranks() -> None:
    requests = request("P", "A", "B"), request("Q", "B", "C", "A"), request("R", "B", "A")
    assert "R" in joined(propose(round_of(*requests)))


def test_conditions_bind() -> None:
    assert propose(round_of(request("P", "A", "B", allowed=""), request("Q", "B", "A"))) == ()


def test_nothing_to_propose() -> None:
    assert propose(round_of()) == ()
    assert propose(round_of(request("P", "A", "A", "B"))) == ()


def a_round(number: int) -> Transfers:
    draw = Random(f"round {number}")
    towns = [draw.choice(TOWNS) for _at in range(6)]
    requests = [
        request(f"P{at}", town, *draw.sample(TOWNS, draw.randint(1, 3)), released=draw.random() < 0.5)
        for at, town in enumerate(towns)
    ]
    return round_of(*requests, vacancies={"A": draw.randint(0, 1)}, longest=4, seed=str(number))


def most_moved(transfers: Transfers) -> int:
    """Every assignment in which no town has more people than posts, whatever the length of its cycles."""
    most = 0
    staying = [each.authority for each in transfers.requests]
    wanted = [[each.authority, *each.wanted] for each in transfers.requests]
    for places in product(*wanted):
        free = {town: staying.count(town) + transfers.vacancies.get(town, 0) for town in TOWNS}
        if all(places.count(town) <= free[town] for town in TOWNS):
            most = max(most, sum(here != there for here, there in zip(staying, places, strict=True)))
    return most


def simply_possible(transfers: Transfers) -> bool:
    """One person a town: then every way to move is made of simple cycles and chains, and brute force compares."""
    towns = [each.authority for each in transfers.requests]
    return len(set(towns)) == len(towns)


def test_as_many_move_as_brute_force_can_move() -> None:
    compared = 0
    for number in range(150):
        draw = Random(f"ring {number}")
        towns = draw.sample(TOWNS, 4)
        requests = [request(f"P{at}", town, *draw.sample(TOWNS, draw.randint(1, 3))) for at, town in enumerate(towns)]
        transfers = round_of(*requests, vacancies={"A": 0} if "A" in towns else {"A": 1}, longest=4, seed=str(number))
        assert simply_possible(transfers)
        assert len(joined(propose(transfers))) == most_moved(transfers)
        compared += most_moved(transfers) > 0
    assert compared > 50


@pytest.mark.parametrize("number", range(40))
def test_nobody_ends_worse_off_and_no_town_with_more_people(number: int) -> None:
    transfers = a_round(number)
    found = propose(transfers)
    asked = {each.participant: each for each in transfers.requests}
    moves = [move for proposal in found for move in proposal.moves]
    assert len({move.participant for move in moves}) == len(moves)
    for move in moves:
        assert asked[move.participant].wanted[move.rank - 1] == move.joins
        assert asked[move.participant].authority == move.leaves
    for town in TOWNS:
        gained = sum(move.joins == town for move in moves) - sum(move.leaves == town for move in moves)
        assert gained <= transfers.vacancies.get(town, 0)
    assert propose(transfers) == found
