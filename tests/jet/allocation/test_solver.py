"""The optimum against brute force, goal by goal; the same input gives the same result."""

from dataclasses import replace

import pytest

from jet.allocation import pairs, solver, verify
from jet.allocation.goals import Goal
from jet.allocation.outcome import Infeasible, Shortfall
from jet.allocation.problem import (
    Ban,
    Fixed,
    InvalidProblem,
    Link,
    Near,
    Otherwise,
    Participant,
    Place,
    Problem,
    Wish,
)
from tests.jet.allocation import cases

BLOCK = 50
KINDS = {
    "plain": {},
    "settled": {"settle": True},
    "floors": {"floors": True},
    "settled and floors": {"settle": True, "floors": True},
    "one link": {"links": 1},
    "links, settled, floors": {"links": 2, "settle": True, "floors": True},
}


def ties(problem: Problem) -> dict[tuple[int, int], int]:
    found = pairs.allowed(problem)
    return dict(zip(zip(found.person.tolist(), found.place.tolist(), strict=True), found.tie.tolist(), strict=True))


def agrees(problem: Problem) -> bool:
    """Solver and brute force agree on every goal, or on there being no way to keep all promises; is there a way?"""
    truth = cases.best(problem, ties(problem))
    promised = len(problem.fixed) + sum(least for _name, least in problem.floors)
    if truth[0] > -promised:
        with pytest.raises(Infeasible):
            solver.solve(problem)
        return False
    found = solver.solve(problem)
    assert tuple(found.values[goal] for goal in Goal) == truth
    assert cases.score(problem, found.certificate.chosen, ties(problem)) == truth
    assert cases.lawful(problem, found.certificate.chosen)
    verify.verify_allocation(problem, found.certificate)
    return True


@pytest.mark.parametrize("block", range(4))
@pytest.mark.parametrize("kind", KINDS)
def test_equal_to_brute_force(kind: str, block: int) -> None:
    """24 blocks of 50: 1,200 problems, each checked by the verifier too."""
    numbers = range(block * BLOCK, (block + 1) * BLOCK)
    solved = [agrees(cases.tiny(number, **KINDS[kind])) for number in numbers]
    assert sum(solved) > BLOCK // 10


def test_the_order_of_the_rows_decides_nothing() -> None:
    problem = cases.tiny(11, links=1)
    people, places = problem.participants, problem.places
    columns = zip(problem.persons, problem.places_of, problem.ranks, strict=True)
    wishes = [Wish(people[p].key, places[j].key, rank) for p, j, rank in columns]
    turned = Problem.of(
        people[::-1], places[::-1], wishes[::-1], longest=3, seed=problem.seed, links=problem.links,
        bans=problem.bans[::-1], travel=problem.travel,
    )  # fmt: skip
    assert turned == problem
    assert turned.hash() == problem.hash()


@pytest.mark.parametrize("links", [0, 2])
def test_the_same_problem_gives_the_same_certificate(links: int) -> None:
    problem = cases.large(60, 20, 8)
    couples = [Link(f"P{2 * at:06}", f"P{2 * at + 1:06}", Near.PREFECTURE) for at in range(links)]
    problem = replace(problem, links=tuple(couples))
    assert solver.solve(problem).certificate == solver.solve(problem).certificate


def one_post(*ranks: int, seed: str = "a") -> Problem:
    """One post, and as many people as ranks."""
    people = [Participant(f"P{at}") for at in range(len(ranks))]
    wishes = [Wish(f"P{at}", "J", rank) for at, rank in enumerate(ranks)]
    return Problem.of(people, [Place("J", "Town", "North")], wishes, longest=3, seed=seed)


def test_the_seed_decides_between_equals_and_only_there() -> None:
    winners = {next(iter(solver.solve(one_post(1, 1, seed=str(seed))).placed())) for seed in range(20)}
    assert winners == {"P0", "P1"}
    assert {str(solver.solve(one_post(2, 1, seed=str(seed))).placed()) for seed in range(20)} == {"{'P1': 'J'}"}


def test_nobody_and_nowhere() -> None:
    empty = Problem.of([], [], [], longest=3, seed="a")
    assert solver.solve(empty).placed() == {}
    verify.verify_allocation(empty, solver.solve(empty).certificate)
    alone = Problem.of([Participant("P")], [], [], longest=3, seed="a")
    assert solver.solve(alone).values[Goal.PLACED] == 1
    verify.verify_allocation(alone, solver.solve(alone).certificate)


def test_more_people_than_posts_is_no_trouble() -> None:
    """Stable matching in a library crashed here; one gets the post, the others are counted."""
    assert solver.solve(one_post(1, 2, 3)).values[Goal.PLACED] == 2


def test_settled_people_beyond_the_capacity_are_listed() -> None:
    problem = replace(one_post(1, 1, 1), fixed=(Fixed("P0", "J"), Fixed("P2", "J")))
    with pytest.raises(Infeasible) as refused:
        solver.solve(problem)
    assert [(each.what, each.missing) for each in refused.value.shortfalls] == [("settled", 1)]


def test_a_floor_nobody_can_fill_is_listed_with_what_is_missing() -> None:
    problem = replace(one_post(1, 1, 1), floors=(("North", 3),))
    with pytest.raises(Infeasible) as refused:
        solver.solve(problem)
    assert refused.value.shortfalls == (Shortfall("floor", "North", 2),)
    assert str(refused.value) == "floor North: 2 missing"


def two_towns(otherwise: Otherwise, near: Near = Near.AUTHORITY) -> Problem:
    """Two people in love, two towns with one post each, and a third person who would take either."""
    people = [Participant(key) for key in ("Alex", "Robin", "Sam")]
    places = [Place("J1", "Town 1", "North"), Place("J2", "Town 2", "North")]
    wishes = [Wish(person.key, place.key, 1) for person in people for place in places]
    return Problem.of(
        people, places, wishes, longest=3, seed="a", links=[Link("Alex", "Robin", near, 30, otherwise)],
        travel=[("Town 1", "Town 2", 30)],
    )  # fmt: skip


def test_a_couple_that_cannot_be_together_chose_neither() -> None:
    assert list(solver.solve(two_towns(Otherwise.NEITHER)).placed()) == ["Sam"]


def test_a_couple_that_agreed_may_be_split() -> None:
    found = solver.solve(two_towns(Otherwise.SPLIT))
    assert (found.values[Goal.PLACED], found.values[Goal.APART]) == (1, 1)


@pytest.mark.parametrize("near", [Near.PREFECTURE, Near.MINUTES])
def test_nearness_is_what_the_couple_asked(near: Near) -> None:
    found = solver.solve(two_towns(Otherwise.NEITHER, near))
    assert (found.values[Goal.PLACED], found.values[Goal.APART]) == (1, 0)
    verify.verify_allocation(found.problem, found.certificate)


def test_a_minute_too_far() -> None:
    problem = replace(two_towns(Otherwise.NEITHER, Near.MINUTES), travel=(("Town 1", "Town 2", 31),))
    assert solver.solve(problem).values[Goal.PLACED] == 2


def test_a_search_cut_short_never_calls_itself_finished() -> None:
    problem = cases.large(120, 40, 8)
    links = tuple(Link(f"P{2 * at:06}", f"P{2 * at + 1:06}", Near.PREFECTURE) for at in range(20))
    found = solver.solve(replace(problem, links=links), effort=1e-6)
    assert (found.certificate.searched, found.certificate.proved) == (False, False)
    assert cases.lawful(found.problem, found.certificate.chosen)
    verify.verify_allocation(found.problem, found.certificate)


FAULTS = {
    "The participant P0 is given 2 times.": {"participants": (Participant("P0"), Participant("P0"))},
    "Place J must fill 2 of 1 posts.": {"places": (Place("J", "Town", "North", 1, 2),)},
    "The pair (0, 0) is given 2 times.": {"persons": (0, 0)},
    "Participant P0 has a wish of rank 5; it must lie between 0 and 4.": {"ranks": (5, 1)},
    "The weight of participant P0 is 0; it must be 1 or more.": {
        "participants": (Participant("P0", weight=0), Participant("P1"))
    },
    "Participant P0 is settled on K, which is not among their pairs.": {"fixed": (Fixed("P0", "K"),)},
    "The settled participant P0 is given 2 times.": {"fixed": (Fixed("P0", "J"), Fixed("P0", "J"))},
    "Participant P0 is both settled on and banned from J.": {"fixed": (Fixed("P0", "J"),), "bans": (Ban("P0", "J"),)},
    "Participant P0 is settled on J against a binding condition: german.": {
        "places": (Place("J", "Town", "North", required=frozenset(["german"])),), "fixed": (Fixed("P0", "J"),),
    },
    "A link names Q, who is not a participant.": {"links": (Link("P0", "Q", Near.AUTHORITY),)},
    "The link of P0 and P1 gives no minutes.": {"links": (Link("P0", "P1", Near.MINUTES),)},
    "The linked participant P0 is given 2 times.": {"links": (Link("P0", "P0", Near.AUTHORITY),)},
    "A floor names South, where there is no place.": {"floors": (("South", 1),)},
    "The floor of North is -1.": {"floors": (("North", -1),)},
    "61 conditions are used; at most 60 are possible.": {
        "places": (Place("J", "Town", "North", nice=frozenset(map(str, range(61)))),)
    },
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_an_input_that_contradicts_itself_is_refused(fault: str) -> None:
    with pytest.raises(InvalidProblem) as refused:
        solver.solve(replace(one_post(1, 1), **FAULTS[fault]))
    assert refused.value.faults == [fault]


def test_a_wish_for_an_unknown_place() -> None:
    with pytest.raises(InvalidProblem, match="names 'K'"):
        Problem.of([Participant("P")], [], [Wish("P", "K", 1)], longest=3, seed="a")


@pytest.mark.parametrize("change", [{"seed": "b"}, {"longest": 4}, {"ranks": (2, 1)}, {"floors": (("North", 0),)}])
def test_the_hash_knows_every_difference(change: dict[str, object]) -> None:
    assert replace(one_post(1, 1), **change).hash() != one_post(1, 1).hash()
