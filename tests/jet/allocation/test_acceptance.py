"""Deferred acceptance is stable; the chosen result places at least as many."""

from dataclasses import replace

from jet.allocation import acceptance, pairs, solver
from jet.allocation.problem import Participant, Place, Problem, Wish
from tests.jet.allocation import cases


def test_nothing_blocks_and_never_more_are_placed_than_in_the_chosen_result() -> None:
    fewer = 0
    for number in range(120):
        problem = replace(cases.tiny(number), floors=())
        chosen, stable = acceptance.beside(solver.solve(problem))
        assert stable.blocking == 0
        assert stable.placed <= chosen.placed
        fewer += stable.placed < chosen.placed
    assert fewer > 0


def test_figures_of_a_case_worked_out_by_hand() -> None:
    """Both want A; the one whom A prefers gets it, though the other could go nowhere else."""
    german = frozenset(["german"])
    people = [Participant("P", german), Participant("Q")]
    places = [Place("A", "A", "North", nice=german), Place("B", "B", "North")]
    wishes = [Wish("P", "A", 1), Wish("P", "B", 3), Wish("Q", "A", 1)]
    chosen, stable = acceptance.beside(solver.solve(Problem.of(people, places, wishes, longest=3, seed="a")))
    assert stable == acceptance.Figures(placed=1, worst=1, mean=1.0, blocking=0)
    assert chosen == acceptance.Figures(placed=2, worst=3, mean=2.0, blocking=1)


def test_nobody_at_all() -> None:
    problem = Problem.of([Participant("P")], [], [], longest=3, seed="a")
    assert acceptance.accepted(problem, pairs.allowed(problem)) == [-1]
    assert acceptance.figures(problem, pairs.allowed(problem), [-1]) == acceptance.Figures(0, 0, 0.0, 0)
