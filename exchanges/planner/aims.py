"""Goals pursued together: weighed so that the least of one outweighs all that the next ones can come to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod

from exchanges.planner.outcome import Goal
from exchanges.planner.problem import Priority, Problem

OF_EARLIER_PLAN = {Goal.MOVED, Goal.RESTAFFED}
LARGEST = 10**11  # of one aim, so that nothing overflows and a linear programme can still tell values apart


@dataclass(frozen=True)
class Aim:
    """`most` is what each goal can come to at most. In order of goals and of sums, one plan is the better one."""

    goals: tuple[Goal, ...]
    most: tuple[int, ...]

    @property
    def weights(self) -> dict[Goal, int]:
        return {goal: prod(most + 1 for most in self.most[at + 1 :]) for at, goal in enumerate(self.goals)}

    def value(self, worth: Mapping[Goal, int]) -> int:
        return sum(weight * worth.get(goal, 0) for goal, weight in self.weights.items())

    def bounds(self, bound: int, worth: Mapping[Goal, int]) -> dict[Goal, int]:
        """What a bound on the sum says about each goal, once those before it stand as they do in `worth`."""
        found = {}
        for goal, weight in self.weights.items():
            found[goal] = max(0, bound // weight)
            bound -= weight * worth[goal]
        return found


def aims(problem: Problem) -> list[tuple[Aim, Aim]]:
    """All goals in their order, and with each aim the one that is solved for it.

    Who is left out does not depend on the way alone, but looking at the way, too, leads to a programme much sooner.
    """
    goals = [goal for goal in Goal if problem.previous or goal not in OF_EARLIER_PLAN]
    first, way, last = goals[:-3], goals[-3:-2], goals[-2:]
    found = [aim for part in (first, way, last) for aim in grouped(problem, part, LARGEST)]
    further = grouped(problem, [*found[0].goals, *way], LARGEST)
    return [(found[0], further[0] if first == list(found[0].goals) else found[0]), *((aim, aim) for aim in found[1:])]


def grouped(problem: Problem, goals: Sequence[Goal], largest: int) -> list[Aim]:
    """In as few aims as the sizes of the numbers allow."""
    limits, found = _limits(problem), [Aim((), ())]
    for goal in goals:
        longer = Aim((*found[-1].goals, goal), (*found[-1].most, limits[goal]))
        if prod(most + 1 for most in longer.most) > largest and found[-1].goals:
            found.append(Aim((goal,), (limits[goal],)))
        else:
            found[-1] = longer
    return found


def _limits(problem: Problem) -> dict[Goal, int]:
    out = len(problem.parties) * sum(day.hours.end - day.hours.start for day in problem.days)
    items = len(problem.previous.items) if problem.previous else 0
    minutes = sum(meeting.minutes for meeting in problem.meetings)
    return {
        Goal.MOVED: items,
        Goal.RESTAFFED: items,
        Goal.SHOULD: _weight(problem, Priority.SHOULD),
        Goal.NICE: _weight(problem, Priority.NICE),
        Goal.ON_THE_WAY: out,
        Goal.COST: sum(each.day_fee * len(problem.days) + each.minute_fee * minutes for each in problem.interpreters),
        Goal.FINISH: out,
    }


def _weight(problem: Problem, priority: Priority) -> int:
    return sum(meeting.weight for meeting in problem.meetings if meeting.priority is priority)
