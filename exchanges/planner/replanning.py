"""replan(): a new plan that changes as little of the old one as it can; changes(): every difference between two."""

from dataclasses import dataclass, replace
from enum import Enum

from exchanges.planner.outcome import Outcome
from exchanges.planner.problem import Item, Plan, Problem
from exchanges.planner.solver import LIMIT, plan


class Kind(Enum):
    ADDED = "added"
    DROPPED = "dropped"
    MOVED = "moved"  # perhaps with another team, too
    RESTAFFED = "restaffed"


@dataclass(frozen=True)
class Change:
    """What somebody has to approve before any mail leaves."""

    kind: Kind
    meeting: str
    before: Item | None
    after: Item | None


def replan(problem: Problem, previous: Plan, *, limit: float = LIMIT) -> Outcome:
    """The fewest moved or dropped items come before every other goal, then the fewest new teams. Pins never move."""
    return plan(replace(problem, previous=previous), limit=limit)


def changes(before: Plan, after: Plan) -> tuple[Change, ...]:
    """In the order of the days, a dropped item where it was."""
    old, new = before.by_meeting, after.by_meeting
    found = [_change(key, old.get(key), new.get(key)) for key in old | new]
    return tuple(sorted((change for change in found if change), key=_place))


def _change(key: str, before: Item | None, after: Item | None) -> Change | None:
    kind = _kind(before, after)
    return Change(kind, key, before, after) if kind else None


def _kind(before: Item | None, after: Item | None) -> Kind | None:
    if before == after:
        return None
    if before is None:
        return Kind.ADDED
    if after is None:
        return Kind.DROPPED
    return Kind.MOVED if before.start != after.start else Kind.RESTAFFED


def _place(change: Change) -> tuple[int, str]:
    item = change.after or change.before
    return (item.start if item else 0, change.meeting)
