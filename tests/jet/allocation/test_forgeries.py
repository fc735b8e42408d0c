"""Certificates forged with care: everything in them fits together, save the one thing that is checked."""

from dataclasses import replace

import numpy as np
import pytest

from jet.allocation import goals, network, pairs, solver, stages
from jet.allocation.certificate import Certificate
from jet.allocation.goals import Goal, Packed
from jet.allocation.problem import NOBODY, Fixed, Link, Near, Participant, Place, Problem, Wish
from jet.allocation.verify import Rejected, verify_allocation
from tests.jet.allocation import cases

PEOPLE = [Participant(key) for key in "PQRS"]
PLACES = [Place("A", "A", "North", 1), Place("B", "B", "South", 2)]
WISHES = [Wish(person.key, place.key, rank) for person in PEOPLE for rank, place in enumerate(PLACES, 1)]
LINKED = Problem.of(PEOPLE, PLACES, WISHES, longest=3, seed="a", links=[Link("P", "Q", Near.AUTHORITY)])
FREE = replace(LINKED, links=())


def forged(problem: Problem, chosen: dict[str, str]) -> Certificate:
    """The true proof beside another choice, with that choice's own values and a modest "not proved"."""
    found = solver.solve(problem)
    places = [place.key for place in problem.places]
    choice = tuple(places.index(chosen[each.key]) if each.key in chosen else NOBODY for each in problem.participants)
    lots = zip(found.pairs.person.tolist(), found.pairs.place.tolist(), strict=True)
    ties = dict(zip(lots, found.pairs.tie.tolist(), strict=True))
    values = tuple(zip([goal.value for goal in Goal], cases.score(problem, choice, ties), strict=True))
    return replace(found.certificate, chosen=choice, values=values, proved=False)


def test_the_forger_could_pass_with_a_lawful_choice_for_linked_people() -> None:
    """A result for linked people may fall short of the bound; so the refusals below have one cause each."""
    verify_allocation(LINKED, forged(LINKED, {"P": "B", "Q": "B"}))


def test_more_people_than_posts() -> None:
    with pytest.raises(Rejected, match="more people than posts"):
        verify_allocation(LINKED, forged(LINKED, {"P": "B", "Q": "B", "R": "B", "S": "A"}))


def test_a_settled_person_left_out() -> None:
    settled = replace(LINKED, fixed=(Fixed("R", "A"),))
    with pytest.raises(Rejected, match="settled pair or a floor"):
        verify_allocation(settled, forged(settled, {"P": "B", "Q": "B"}))


def test_a_floor_not_filled() -> None:
    floor = replace(LINKED, floors=(("North", 1),))
    with pytest.raises(Rejected, match="settled pair or a floor"):
        verify_allocation(floor, forged(floor, {"P": "B", "Q": "B"}))


def test_without_links_nothing_short_of_the_bound_passes() -> None:
    with pytest.raises(Rejected, match="not the optimum"):
        verify_allocation(FREE, forged(FREE, {"P": "B", "Q": "B"}))


def test_goals_that_do_not_outweigh_each_other() -> None:
    """The sum with weights 1, 1, 1 is solved and proved; only it is not the sum that the rule book asks for."""
    found = solver.solve(FREE)
    net = network.build(FREE, found.pairs)
    costs = goals.first_costs(FREE, net, pairs.allowed(FREE))
    plan = [Packed(goals.FIRST, (1, 1, 1))]
    first = stages.follow(net, costs, plan, None)
    beyond = [*(found.pairs.rank > found.certificate.worst - 1).tolist(), *[False] * (len(net.tail) - net.pairs)]
    below = stages.follow(net.closed(np.array(beyond)), costs, plan, first.values)
    certificate = replace(found.certificate, first=first.stages, below=below.stages)
    with pytest.raises(Rejected, match="outweigh"):
        verify_allocation(FREE, certificate)
