"""The independent check: it accepts every result, and nothing that was altered."""

import ast
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jet.allocation import certificate as papers
from jet.allocation import solver, verify
from jet.allocation.certificate import Certificate, Stage
from jet.allocation.goals import Goal
from jet.allocation.outcome import Infeasible
from jet.allocation.problem import NOBODY, Link, Near, Problem
from jet.allocation.verify import Rejected, verify_allocation
from tests.jet.allocation import cases

PROBLEM = replace(cases.large(40, 12, 6, prefectures=3), floors=(("Prefecture 01", 4),))
SOLVED = solver.solve(PROBLEM)
GOOD = SOLVED.certificate

Change = Callable[[Certificate], Certificate]


def test_it_accepts_what_was_solved() -> None:
    verify_allocation(PROBLEM, GOOD)
    assert (GOOD.proved, GOOD.worst > 1) == (True, True)


def test_it_knows_no_solver() -> None:
    tree = ast.parse(Path(verify.__file__).read_text())
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported == {"collections", "collections.abc", "jet.allocation.certificate", "jet.allocation.problem"}
    assert {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names} == {"hashlib"}


def test_it_stays_small() -> None:
    assert len(Path(verify.__file__).read_text().splitlines()) < 200


def test_written_and_read_again() -> None:
    problem, certificate = papers.read(papers.written(PROBLEM, GOOD))
    assert (problem, certificate) == (PROBLEM, GOOD)
    assert problem.hash() == GOOD.hash


def test_a_problem_with_everything_survives_the_file() -> None:
    problem = cases.tiny(3, links=2, settle=True, floors=True)
    assert Problem.from_plain(json.loads(json.dumps(problem.plain()))) == problem


def recounted(problem: Problem, chosen: cases.Choice) -> tuple[tuple[str, int], ...]:
    """The values a careful forger would write beside another choice."""
    lots = zip(SOLVED.pairs.person.tolist(), SOLVED.pairs.place.tolist(), strict=True)
    ties = dict(zip(lots, SOLVED.pairs.tie.tolist(), strict=True))
    return tuple(zip([goal.value for goal in Goal], cases.score(problem, chosen, ties), strict=True))


def worse_pairs() -> list[cases.Choice]:
    """Every lawful move of one person, and every swap of two."""
    may, chosen = cases.pairs_of(PROBLEM), list(GOOD.chosen)
    moves = [[*chosen[:p], j, *chosen[p + 1 :]] for p, j in may if chosen[p] != j]
    alone = [[*chosen[:p], NOBODY, *chosen[p + 1 :]] for p in range(len(chosen))]
    swaps = [_swapped(chosen, p, q) for p in range(len(chosen)) for q in range(p)]
    return [tuple(each) for each in moves + alone + swaps if tuple(each) != GOOD.chosen and _may(may, each)]


def _swapped(chosen: list[int], one: int, other: int) -> list[int]:
    after = chosen.copy()
    after[one], after[other] = after[other], after[one]
    return after


def _may(may: dict[tuple[int, int], int], chosen: list[int]) -> bool:
    room = all(chosen.count(at) <= place.capacity for at, place in enumerate(PROBLEM.places))
    return room and all(place == NOBODY or (person, place) in may for person, place in enumerate(chosen))


def test_every_single_swap_to_a_worse_pair_is_rejected_even_with_its_own_values() -> None:
    others = worse_pairs()
    assert len(others) > 100
    for chosen in others:
        with pytest.raises(Rejected):
            verify_allocation(PROBLEM, replace(GOOD, chosen=chosen, values=recounted(PROBLEM, chosen)))
        with pytest.raises(Rejected, match=r"value is wrong|not kept"):
            verify_allocation(PROBLEM, replace(GOOD, chosen=chosen))


def in_stage(part: str, change: Callable[[Stage], Stage]) -> Change:
    return lambda good: replace(good, **{part: (*getattr(good, part)[:-1], change(getattr(good, part)[-1]))})


def price(at: int, by: int) -> Callable[[Stage], Stage]:
    return lambda stage: replace(
        stage, prices=tuple(each + by * (index == at) for index, each in enumerate(stage.prices))
    )


TAMPERED: dict[str, Change] = {
    "hash": lambda good: replace(good, hash="0" * 64),
    "person left out": lambda good: replace(good, chosen=good.chosen[1:]),
    "place unknown": lambda good: replace(good, chosen=(99, *good.chosen[1:])),
    "value": lambda good: replace(good, values=(*good.values[:-1], ("seed", good.values[-1][1] - 1))),
    "value left out": lambda good: replace(good, values=good.values[:-1]),
    "proved": lambda good: replace(good, proved=False),
    "worst up": lambda good: replace(good, worst=good.worst + 1),
    "worst down": lambda good: replace(good, worst=good.worst - 1),
    "worst none": lambda good: replace(good, worst=0),
    "below left out": lambda good: replace(good, below=()),
    "first left out": lambda good: replace(good, first=()),
    "then left out": lambda good: replace(good, then=good.then[:-1]),
    "then turned round": in_stage("then", lambda stage: replace(stage, goals=stage.goals[::-1])),
    "first value": in_stage("first", lambda stage: replace(stage, value=stage.value - 1)),
    "then value": in_stage("then", lambda stage: replace(stage, value=stage.value - 1)),
    "prices cut": in_stage("then", lambda stage: replace(stage, prices=stage.prices[1:])),
    "weights": in_stage("first", lambda stage: replace(stage, weights=(1, 1, 1))),
    "weight none": in_stage("first", lambda stage: replace(stage, weights=(0, *stage.weights[1:]))),
    "below weights": in_stage("below", lambda stage: replace(stage, weights=tuple(9 * w for w in stage.weights))),
    "below nothing": in_stage("below", lambda stage: replace(stage, prices=tuple(0 for _each in stage.prices))),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_whatever_is_tampered_with_is_rejected(what: str) -> None:
    with pytest.raises(Rejected):
        verify_allocation(PROBLEM, TAMPERED[what](GOOD))


@pytest.mark.parametrize("part", ["first", "then"])
def test_a_price_that_is_pushed_far_proves_nothing(part: str) -> None:
    """A price may have room to move; pushed beyond every cost it has none, save at a node nothing can flow through."""
    rejected = 0
    nodes = len(GOOD.then[0].prices)
    for at in range(nodes):
        try:
            verify_allocation(PROBLEM, in_stage(part, price(at, 10**12))(GOOD))
        except Rejected:
            rejected += 1
    assert rejected == nodes


@pytest.mark.parametrize("change", [{"seed": "another"}, {"floors": ()}, {"longest": 11}])
def test_another_input_is_not_proved(change: dict[str, object]) -> None:
    with pytest.raises(Rejected, match="input"):
        verify_allocation(replace(PROBLEM, **change), GOOD)


def test_a_link_broken_is_rejected() -> None:
    keys = [each.key for each in PROBLEM.participants]
    places = [PROBLEM.places[at].authority for at in GOOD.chosen]
    apart = next(at for at in range(1, len(keys)) if places[at] != places[0])
    linked = replace(PROBLEM, links=(Link(keys[0], keys[apart], Near.AUTHORITY),))
    with pytest.raises(Rejected, match="link is broken"):
        verify_allocation(linked, replace(GOOD, hash=linked.hash()))


def test_a_result_short_of_its_bound_is_never_called_proved() -> None:
    keys = [each.key for each in PROBLEM.participants]
    linked = replace(PROBLEM, links=tuple(Link(keys[at], keys[at + 1], Near.AUTHORITY) for at in range(0, 12, 2)))
    found = solver.solve(linked).certificate
    verify_allocation(linked, found)
    assert (found.proved, found.searched) == (False, True)
    with pytest.raises(Rejected, match="bound"):
        verify_allocation(linked, replace(found, proved=True))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(0, 10**6), st.booleans(), st.data())
def test_any_other_choice_with_its_own_values_is_rejected(number: int, floors: bool, data: st.DataObject) -> None:
    """The solver's proof beside any other lawful choice: only the optimum itself passes."""
    problem = cases.tiny(number, floors=floors)
    try:
        found = solver.solve(problem)
    except Infeasible:
        return
    other = data.draw(st.sampled_from(list(cases.choices(problem))))
    lots = zip(found.pairs.person.tolist(), found.pairs.place.tolist(), strict=True)
    ties = dict(zip(lots, found.pairs.tie.tolist(), strict=True))
    values = tuple(zip([goal.value for goal in Goal], cases.score(problem, other, ties), strict=True))
    forged = replace(found.certificate, chosen=other, values=values)
    if values == found.certificate.values:
        verify_allocation(problem, forged)
    else:
        with pytest.raises(Rejected):
            verify_allocation(problem, forged)
