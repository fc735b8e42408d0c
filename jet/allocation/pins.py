"""What a pin costs: the allocation with it beside the one without."""

from dataclasses import dataclass, replace

from jet.allocation import solver
from jet.allocation.goals import Goal
from jet.allocation.outcome import Allocation
from jet.allocation.problem import NOBODY, Fixed


@dataclass(frozen=True, slots=True)
class Cost:
    """How many others move, by how many ranks those who lose lose, and how each goal changes."""

    moved: int
    ranks_lost: int
    changed: tuple[tuple[Goal, int], ...]


def pinned(allocation: Allocation, pin: Fixed) -> Allocation:
    """The allocation again, with one more pin."""
    problem = allocation.problem
    fixed = sorted((*problem.fixed, pin), key=lambda each: (each.participant, each.place))
    return solver.solve(replace(problem, fixed=tuple(fixed)))


def cost(before: Allocation, after: Allocation, pin: Fixed) -> Cost:
    """Losing one's place counts as one rank more than the last."""
    here, there = before.certificate.chosen, after.certificate.chosen
    keys = [each.key for each in before.problem.participants]
    others = [at for at, key in enumerate(keys) if key != pin.participant and here[at] != there[at]]
    lost = sum(max(_rank(after, at) - _rank(before, at), 0) for at in others)
    changed = tuple(
        (goal, after.values[goal] - before.values[goal]) for goal in _judged() if _differ(before, after, goal)
    )
    return Cost(len(others), lost, changed)


def _judged() -> list[Goal]:
    """Every goal but the number of promises, which a pin raises by itself."""
    return [goal for goal in Goal if goal != Goal.PROMISES]


def _differ(before: Allocation, after: Allocation, goal: Goal) -> bool:
    return before.values[goal] != after.values[goal]


def _rank(allocation: Allocation, person: int) -> int:
    pair = int(allocation.chosen[person])
    return allocation.problem.longest + 2 if pair == NOBODY else int(allocation.pairs.rank[pair])
