"""What the planner answers: a plan with the worth and bound of every goal, or why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from exchanges.planner.problem import Plan


class Goal(Enum):
    """In the order in which they count; all of them are made as small as possible."""

    MOVED = "moved"  # earlier items at another time, or left out; only when there is an earlier plan
    RESTAFFED = "restaffed"  # earlier items with another team
    SHOULD = "should"  # weight of the shoulds left out
    NICE = "nice"
    ON_THE_WAY = "on_the_way"  # minutes of travel and waiting, all parties together
    COST = "cost"  # fees of the interpreters
    FINISH = "finish"  # minutes from the beginning of each day until each party is back


class Status(Enum):
    OPTIMAL = "optimal"
    BEST_FOUND = "best_found"  # the bounds say how much better it could be at most
    IMPOSSIBLE = "impossible"
    UNDECIDED = "undecided"  # neither a plan nor a proof that there is none within the limit


class Rule(Enum):
    """Rules that a conflict may come from, besides meetings and pins; each could be given up, at a price."""

    HOURS = "hours"
    CLOSED_DAYS = "closed_days"
    TRAVEL = "travel"
    LUNCH = "lunch"
    INTERPRETERS = "interpreters"


class WayOut(Enum):
    """What would dissolve a conflict, tried out on it and found to be enough on its own."""

    LEAVE_OUT = "leave_out"
    ASK_FOR_ANOTHER_TIME = "ask_for_another_time"
    MEET_ONLINE = "meet_online"
    SPLIT_PARTY = "split_party"
    MORE_INTERPRETERS = "more_interpreters"
    SKIP_LUNCH = "skip_lunch"
    LONGER_DAY = "longer_day"
    USE_CLOSED_DAY = "use_closed_day"


@dataclass(frozen=True)
class Reached:
    """A goal's worth in the plan, and what no plan can go below once the goals before it stand as they do."""

    goal: Goal
    value: int
    bound: int

    @property
    def is_proven(self) -> bool:
        return self.bound >= self.value

    @property
    def gap(self) -> float:
        """How much better it could be at most, as a share of the value."""
        return 0.0 if self.is_proven else (self.value - self.bound) / self.value


@dataclass(frozen=True)
class Remedy:
    way: WayOut
    subject: str = ""  # the meeting or party it is about


@dataclass(frozen=True)
class Conflict:
    """Meetings, pins and rules that cannot hold together; without any one of them the others can."""

    meetings: tuple[str, ...]
    pins: tuple[str, ...]
    rules: tuple[Rule, ...]
    remedies: tuple[Remedy, ...] = ()
    is_minimal: bool = True  # False: a question was given up within the limit, so a member may not be needed


@dataclass(frozen=True)
class Outcome:
    status: Status
    plan: Plan | None = None
    goals: tuple[Reached, ...] = ()
    conflict: Conflict | None = None
    effort: float = 0.0  # spent, in the solver's deterministic seconds

    @property
    def gap(self) -> float:
        """The widest gap of all goals."""
        return max((reached.gap for reached in self.goals), default=0.0)


def reached(plan: Plan | None, worth: Mapping[Goal, int], bounds: Mapping[Goal, int], effort: float) -> Outcome:
    """Optimal only if no goal could be better than it is: anything less is said to be the best found."""
    goals = tuple(Reached(goal, value, bounds[goal]) for goal, value in worth.items())
    is_optimal = all(goal.is_proven for goal in goals)
    return Outcome(Status.OPTIMAL if is_optimal else Status.BEST_FOUND, plan, goals, effort=effort)
