"""An allocation from its problem: checked input, exact flows, linked pairs on top, and the proof beside the result."""

from jet.allocation import linked, outcome, pairs, relaxed
from jet.allocation.certificate import Certificate
from jet.allocation.checking import check
from jet.allocation.goals import Goal
from jet.allocation.nearness import parted
from jet.allocation.outcome import Allocation, Infeasible
from jet.allocation.pairs import Ints, Pairs
from jet.allocation.problem import Problem
from jet.allocation.relaxed import Relaxed

EFFORT = 60.0  # the solver's own measure of work for linked pairs, about seconds; a clock would not be reproducible


def solve(problem: Problem, *, effort: float = EFFORT) -> Allocation:
    """The best allocation by the goals of the rule book, the same for the same problem.

    Raises InvalidProblem when the input contradicts itself, Infeasible when settled pairs or floors must give way.
    """
    check(problem)
    candidates = pairs.allowed(problem)
    free = relaxed.optimum(problem, candidates)
    _refuse_shortfalls(problem, candidates, free.chosen)
    chosen, searched = free.chosen, True
    if parted(problem, outcome.places(candidates, chosen).tolist()):
        chosen, searched = linked.settle(problem, candidates, free, effort)
        _refuse_shortfalls(problem, candidates, chosen)
    return Allocation(problem, candidates, chosen, _certificate(problem, candidates, free, chosen, searched=searched))


def _refuse_shortfalls(problem: Problem, candidates: Pairs, chosen: Ints) -> None:
    missing = outcome.shortfalls(problem, candidates, chosen)
    if missing:
        raise Infeasible(missing)


def _certificate(problem: Problem, candidates: Pairs, free: Relaxed, chosen: Ints, *, searched: bool) -> Certificate:
    values = outcome.values(problem, candidates, chosen)
    bound = outcome.values(problem, candidates, free.chosen) | {Goal.APART: 0}
    return Certificate(
        hash=problem.hash(),
        chosen=tuple(outcome.places(candidates, chosen).tolist()),
        values=tuple((goal.value, values[goal]) for goal in Goal),
        worst=free.worst,
        first=free.first.stages,
        below=free.below.stages if free.below else (),
        then=free.then.stages,
        proved=values == bound,
        searched=searched,
    )
