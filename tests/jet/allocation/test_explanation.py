"""Explanations against the truth: every counter-example is computed again by trying everything."""

import json
from dataclasses import asdict, replace

import pytest

from jet.allocation import pairs, solver
from jet.allocation.explanation import Alternative, Explanation, Refusal, Why
from jet.allocation.goals import Goal
from jet.allocation.outcome import Allocation, Infeasible
from jet.allocation.problem import NOBODY, Ban, Fixed, Link, Near, Participant, Place, Problem, Wish
from tests.jet.allocation import cases

GERMAN, HOUSING = frozenset(["german"]), frozenset(["housing"])


def solved(number: int, **kind: bool) -> Allocation | None:
    try:
        return solver.solve(cases.tiny(number, **kind))
    except Infeasible:
        return None


def ties(problem: Problem) -> dict[tuple[int, int], int]:
    found = pairs.allowed(problem)
    return dict(zip(zip(found.person.tolist(), found.place.tolist(), strict=True), found.tie.tolist(), strict=True))


def forced(allocation: Allocation, person: str, place: str) -> tuple[tuple[str, int], ...]:
    """By how much each goal changes when this person must go there and nobody beyond the worst rank of the result.

    The place of the worst rank is kept, so the people counted at it are those at the rank that was capped.
    """
    problem, cap = allocation.problem, allocation.values[Goal.WORST]
    p = [each.key for each in problem.participants].index(person)
    j = [each.key for each in problem.places].index(place)
    may, lots = cases.pairs_of(problem), ties(problem)

    def score(choice: cases.Choice) -> cases.Score:
        counted = list(cases.score(problem, choice, lots))
        at_cap = [may[pair] for pair in enumerate(choice) if pair[1] != NOBODY].count(cap) if cap else 0
        return (*counted[:4], at_cap, *counted[6:])

    lawful = [
        choice for choice in cases.choices(problem)
        if choice[p] == j and all(at == NOBODY or may[q, at] <= cap for q, at in enumerate(choice))
    ]  # fmt: skip
    goals = [goal.value for goal in Goal if goal != Goal.WORST]
    before, after = score(allocation.certificate.chosen), min(map(score, lawful))
    return tuple((goal, b - a) for goal, a, b in zip(goals, before, after, strict=True) if a != b)


@pytest.mark.parametrize("kind", [{}, {"settle": True}, {"floors": True}], ids=str)
def test_every_counter_example_is_true(kind: dict[str, bool]) -> None:
    weighed = 0
    for number in range(300):
        allocation = solved(number, **kind)
        if allocation is None:
            continue
        explanation = Explanation(allocation)
        for person in allocation.problem.participants:
            for refusal in explanation.of_person(person.key).refusals:
                if refusal.why in (Why.WORSE, Why.TIE):
                    weighed += 1
                    truth = forced(allocation, person.key, refusal.place)
                    assert comparable(refusal.worse, refusal.worse) == comparable(truth, refusal.worse)
    assert weighed > 5


def comparable(figures: tuple[tuple[str, int], ...], told: tuple[tuple[str, int], ...]) -> dict[str, int]:
    """How many are at the worst rank can only be compared while that is the same rank."""
    left_out = {"worst", "at_worst"} if "worst" in dict(told) else {"worst"}
    return {goal: by for goal, by in figures if goal not in left_out}


def test_every_wish_before_the_one_granted_has_its_reason() -> None:
    for number in range(60):
        allocation = solved(number)
        assert allocation is not None
        problem, explanation = allocation.problem, Explanation(allocation)
        for at, person in enumerate(problem.participants):
            facts = explanation.of_person(person.key)
            asked = [
                (rank, j) for p, j, rank in zip(problem.persons, problem.places_of, problem.ranks, strict=True)
                if p == at and 0 < rank < (problem.longest + 1 if facts.rank is None else facts.rank)
            ]  # fmt: skip
            assert [(each.rank, each.place) for each in facts.refusals] == [
                (rank, problem.places[j].key) for rank, j in sorted(asked)
            ]
            assert facts.place == allocation.placed().get(person.key)


def one_town(*people: Participant, ranks: dict[str, int], **place: object) -> Problem:
    """A town that everybody asks for first and a village with room for all."""
    town = Place("Town", "Town", "North", **place)
    village = Place("Village", "Village", "South", len(people), offers=HOUSING)
    wishes = [Wish(each.key, key, rank) for each in people for key, rank in ranks.items()]
    return Problem.of(people, [town, village], wishes, longest=3, seed="a")


RANKS = {"Town": 1, "Village": 2}


def refusal(problem: Problem, person: str) -> Refusal:
    (only,) = Explanation(solver.solve(problem)).of_person(person).refusals
    return only


def test_a_condition_is_named() -> None:
    problem = one_town(Participant("P", needs=HOUSING), ranks=RANKS, required=GERMAN)
    told = refusal(problem, "P")
    assert (told.why, told.conditions) == (Why.CONDITION, ("german", "housing"))


def test_a_ban_a_settled_place_and_a_link_are_named() -> None:
    problem = one_town(Participant("P"), Participant("Q"), ranks=RANKS)
    banned = replace(problem, bans=(Ban("P", "Town"), Ban("Q", "Town")))
    assert refusal(banned, "P").why == Why.BANNED
    assert refusal(replace(problem, fixed=(Fixed("P", "Village"),)), "P").why == Why.SETTLED
    together = replace(problem, links=(Link("P", "Q", Near.AUTHORITY),))
    assert [refusal(together, key).why for key in "PQ"] == [Why.LINKED, Why.LINKED]


def test_a_tie_is_the_lots_decision() -> None:
    problem = one_town(Participant("P"), Participant("Q"), ranks=RANKS)
    (loser,) = {"P", "Q"} - {next(key for key, at in solver.solve(problem).placed().items() if at == "Town")}
    told = refusal(problem, loser)
    assert (told.why, told.posts, told.asked, told.moved) == (Why.TIE, 1, 2, 1)
    assert [goal for goal, _by in told.worse] == ["seed"]


def test_a_counter_example_with_its_figures() -> None:
    problem = one_town(Participant("P"), Participant("Q", weight=3), ranks=RANKS)
    told = refusal(problem, "P")
    assert (told.why, told.moved, dict(told.worse)["ranks"]) == (Why.WORSE, 1, 2)


def test_a_place_held_by_linked_people() -> None:
    people = [Participant("P"), Participant("Q"), Participant("R")]
    problem = replace(one_town(*people, ranks=RANKS, capacity=2), links=(Link("P", "Q", Near.AUTHORITY),))
    told = Explanation(solver.solve(problem)).of_person("R")
    assert told.place == "Village"
    assert [each.why for each in told.refusals] == [Why.HELD]


def test_beyond_the_cap() -> None:
    """One could have rank 3 only by nobody else losing; the second post stays unreachable when the rank is capped."""
    problem = Problem.of(
        [Participant("P"), Participant("Q")], [Place("A", "A", "North")],
        [Wish("P", "A", 1), Wish("Q", "A", 3)], longest=3, seed="a",
    )  # fmt: skip
    assert [each.why for each in Explanation(solver.solve(problem)).of_person("Q").refusals] == [Why.BEYOND]


def test_no_other_person_is_named() -> None:
    for number in range(40):
        allocation = solved(number, settle=True)
        if allocation is not None:
            explanation = Explanation(allocation)
            keys = [each.key for each in allocation.problem.participants]
            for key in keys:
                told = json.dumps(asdict(explanation.of_person(key)))
                assert [other for other in keys if f'"{other}"' in told] == [key]


def test_an_open_post_says_which_condition_stood_in_the_way() -> None:
    people = [
        Participant("A", frozenset(["driving"])), Participant("B", frozenset(["driving"]), HOUSING),
        Participant("C"), Participant("D", frozenset(["german"])),
    ]  # fmt: skip
    problem = one_town(*people, ranks=RANKS, capacity=2, must=1, required=frozenset(["german", "driving"]))
    told = Explanation(solver.solve(problem)).of_place("Town")
    assert (told.unfilled, told.must_unfilled, told.considered, told.allowed) == (2, 1, 4, 0)
    assert told.removed == (("german", 3), ("driving", 2), ("housing", 1))
    assert told.if_nice == (("driving", 1), ("german", 1))
    assert told.alternative == Alternative("A", ("german",))


def test_if_it_were_nice_that_many_more_would_qualify() -> None:
    """Recomputed by really making the condition a wish."""
    for number in range(60):
        allocation = solved(number)
        assert allocation is not None
        problem, explanation = replace(allocation.problem, bans=()), Explanation(allocation)
        for at, place in enumerate(problem.places):
            told = dict(explanation.of_place(place.key).if_nice)
            for word in place.required:
                eased = replace(place, required=place.required - {word})
                changed = replace(problem, places=(*problem.places[:at], eased, *problem.places[at + 1 :]))
                more = _at(changed, at) - _at(problem, at)
                assert told.get(word, 0) == more


def _at(problem: Problem, place: int) -> int:
    return sum(j == place for _p, j in cases.pairs_of(problem))


def test_a_filled_place_has_nothing_open() -> None:
    told = Explanation(solver.solve(one_town(Participant("P"), ranks=RANKS))).of_place("Town")
    assert (told.unfilled, told.must_unfilled, told.removed, told.alternative) == (0, 0, (), None)
