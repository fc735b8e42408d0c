"""explain(): why there is no plan, as a set of meetings, pins and rules none of which can be spared, and ways out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from exchanges.planner import relaxing
from exchanges.planner.engine import Engine
from exchanges.planner.outcome import Conflict, Remedy, Rule, WayOut
from exchanges.planner.problem import Problem
from exchanges.planner.relaxing import Member, Pinned, Wanted

# Giving up one of these rules dissolves a conflict that it belongs to; nobody can give up the way.
BY_RULE = {
    Rule.HOURS: WayOut.LONGER_DAY,
    Rule.CLOSED_DAYS: WayOut.USE_CLOSED_DAY,
    Rule.LUNCH: WayOut.SKIP_LUNCH,
    Rule.INTERPRETERS: WayOut.MORE_INTERPRETERS,
}


@dataclass
class Inquiry:
    """Asks again and again whether a smaller problem is still impossible."""

    problem: Problem
    limit: float  # for each question
    gave_up: bool = False

    def is_impossible(self, members: Sequence[Member]) -> bool:
        status = self._ask(relaxing.keeping(self.problem, members))
        self.gave_up = self.gave_up or status == cp_model.UNKNOWN
        return status == cp_model.INFEASIBLE

    def helps(self, problem: Problem) -> bool:
        return self._ask(problem) in {cp_model.OPTIMAL, cp_model.FEASIBLE}

    def _ask(self, problem: Problem) -> int:
        return Engine(problem).solve(self.limit)[1]


def explain(problem: Problem, *, limit: float) -> Conflict:
    """To be asked only about a problem that is impossible."""
    inquiry = Inquiry(problem, limit)
    kept = _smallest(inquiry, list(relaxing.members(problem)))
    return Conflict(
        meetings=tuple(member.meeting for member in kept if isinstance(member, Wanted)),
        pins=tuple(member.meeting for member in kept if isinstance(member, Pinned)),
        rules=tuple(member for member in kept if isinstance(member, Rule)),
        remedies=tuple(_remedies(inquiry, relaxing.keeping(problem, kept), kept)),
        is_minimal=not inquiry.gave_up,
    )


def _smallest(inquiry: Inquiry, members: list[Member]) -> list[Member]:
    """Deletion filter: drops half, a quarter, … and in the last round one by one whatever is not needed."""
    length = max(1, len(members) // 2)
    while length > 1:
        members = _filtered(inquiry, members, length)
        length //= 2
    return _filtered(inquiry, members, 1)


def _filtered(inquiry: Inquiry, members: list[Member], length: int) -> list[Member]:
    at = 0
    while at < len(members):
        rest = members[:at] + members[at + length :]
        if inquiry.is_impossible(rest):
            members = rest
        else:
            at += length
    return members


def _remedies(inquiry: Inquiry, core: Problem, members: list[Member]) -> Iterator[Remedy]:
    """Each tried on the conflict alone; leaving out a meeting or a rule helps because the set is the smallest."""
    for meeting in core.meetings:
        yield Remedy(WayOut.LEAVE_OUT, meeting.key)
    yield from (Remedy(BY_RULE[member]) for member in members if isinstance(member, Rule) and member in BY_RULE)
    found = set[Remedy]()
    for remedy, problem in _attempts(core):
        if remedy not in found and inquiry.helps(problem):
            found.add(remedy)
            yield remedy


def _attempts(core: Problem) -> Iterator[tuple[Remedy, Problem]]:
    for meeting in core.meetings:
        yield Remedy(WayOut.ASK_FOR_ANOTHER_TIME, meeting.key), relaxing.at_any_time(core, meeting.key)
    for party in core.parties:
        if sum(party.key in meeting.parties for meeting in core.meetings) > 1:
            yield Remedy(WayOut.SPLIT_PARTY, party.key), relaxing.split(core, party.key)
    for meeting in core.meetings:
        for other in core.meetings:
            if meeting.place != other.place:
                remedy = Remedy(WayOut.MEET_ONLINE, meeting.key)
                yield remedy, relaxing.joined_from(core, meeting.key, other.place)
