"""Why nothing is possible: no member of a conflict can be spared, and every way out is one."""

from dataclasses import replace
from functools import cache

import pytest

from exchanges.planner import relaxing
from exchanges.planner.conflicts import explain
from exchanges.planner.outcome import Conflict, Outcome, Remedy, Rule, Status, WayOut
from exchanges.planner.problem import Interpreting, Pin, Priority, Problem, Window
from exchanges.planner.relaxing import Member, Pinned, Wanted
from exchanges.planner.solver import plan
from tests.exchanges.planner import brute, cases
from tests.exchanges.planner.cases import JA_DE, JA_EN, at, day, interpreter, meeting, small


def slot(hour: int, minute: int = 0, *, minutes: int = 60) -> Window:
    return Window(at(0, hour, minute), at(0, hour, minute) + minutes)


def members(conflict: Conflict) -> list[Member]:
    wanted = [Wanted(key) for key in conflict.meetings]
    return [*wanted, *(Pinned(key) for key in conflict.pins), *conflict.rules]


def is_possible(problem: Problem, kept: list[Member]) -> bool:
    return brute.best(relaxing.keeping(problem, kept)) is not None


def conflict_of(problem: Problem) -> Conflict:
    outcome = plan(problem)
    assert (outcome.status, outcome.plan) == (Status.IMPOSSIBLE, None)
    return outcome.conflict


CROWDED = range(0, 120, 3)


@cache
def crowded(seed: int) -> Outcome:
    return plan(cases.crowded(seed))


@pytest.mark.parametrize("seed", CROWDED)
def test_no_member_can_be_spared(seed: int) -> None:
    """Asked of exhaustive search, which shares nothing with the solver."""
    problem, outcome = cases.crowded(seed), crowded(seed)
    if outcome.conflict:
        kept = members(outcome.conflict)
        assert outcome.conflict.is_minimal
        assert not is_possible(problem, kept)
        assert [spared for spared in kept if not is_possible(problem, [each for each in kept if each != spared])] == []


def test_enough_of_the_crowded_cases_are_impossible() -> None:
    assert sum(crowded(seed).status is Status.IMPOSSIBLE for seed in CROWDED) >= 15


def test_two_hosts_too_far_from_each_other() -> None:
    """The example of the specification, with its three ways out and the one that always helps."""
    near, far = meeting("near", slot(10)), meeting("far", slot(11), place="far")
    conflict = conflict_of(small(near, far, meeting("unconcerned", slot(15))))
    assert (conflict.meetings, conflict.pins, conflict.rules) == (("near", "far"), (), (Rule.TRAVEL,))
    assert conflict.is_minimal
    assert set(conflict.remedies) == {
        Remedy(way, subject)
        for way in (WayOut.LEAVE_OUT, WayOut.ASK_FOR_ANOTHER_TIME, WayOut.MEET_ONLINE)
        for subject in ("near", "far")
    } | {Remedy(WayOut.SPLIT_PARTY, "A")}


def test_the_same_time_twice_is_no_matter_of_the_way() -> None:
    conflict = conflict_of(small(meeting("a", slot(10)), meeting("b", slot(10, 30), place="far")))
    assert (conflict.meetings, conflict.rules) == (("a", "b"), ())
    assert Remedy(WayOut.MEET_ONLINE, "b") not in conflict.remedies


def test_nobody_speaks_the_language() -> None:
    problem = small(
        meeting("a", slot(10), interpreting=Interpreting(JA_DE)), interpreters=(interpreter("i", pair=JA_EN),)
    )
    conflict = conflict_of(problem)
    assert (conflict.meetings, conflict.rules) == (("a",), (Rule.INTERPRETERS,))
    assert conflict.remedies == (Remedy(WayOut.LEAVE_OUT, "a"), Remedy(WayOut.MORE_INTERPRETERS))


def test_no_lunch() -> None:
    conflict = conflict_of(small(meeting("a", slot(11, minutes=120), minutes=120), meeting("b", slot(13))))
    assert (conflict.meetings, conflict.rules) == (("a", "b"), (Rule.LUNCH,))
    assert Remedy(WayOut.SKIP_LUNCH) in conflict.remedies


def test_too_early_in_the_day() -> None:
    conflict = conflict_of(small(meeting("a", slot(8))))
    assert (conflict.meetings, conflict.rules) == (("a",), (Rule.HOURS, Rule.TRAVEL))
    assert Remedy(WayOut.LONGER_DAY) in conflict.remedies


def test_a_holiday() -> None:
    conflict = conflict_of(small(meeting("a", slot(10)), days=(day(0, closed=True),)))
    assert (conflict.meetings, conflict.rules) == (("a",), (Rule.CLOSED_DAYS,))
    assert conflict.remedies == (Remedy(WayOut.LEAVE_OUT, "a"), Remedy(WayOut.USE_CLOSED_DAY))


def test_a_pin_in_the_way() -> None:
    pinned = meeting("a", slot(9), pin=Pin(at(0, 10)), priority=Priority.NICE)
    conflict = conflict_of(small(pinned, meeting("b", slot(10))))
    assert (conflict.meetings, conflict.pins, conflict.rules) == (("b",), ("a",), ())


def test_a_must_that_was_pinned_to_the_wrong_time() -> None:
    pinned = meeting("a", slot(9), pin=Pin(at(0, 10)))
    conflict = conflict_of(small(pinned, meeting("b", slot(10))))
    assert (conflict.meetings, conflict.pins, conflict.rules) == (("a", "b"), ("a",), ())


def test_the_head_cannot_be_split() -> None:
    a = meeting("a", slot(10), needs_head=True)
    conflict = conflict_of(small(a, replace(a, key="b", parties=frozenset("B"))))
    assert conflict.meetings == ("a", "b")
    assert {remedy.way for remedy in conflict.remedies} == {WayOut.LEAVE_OUT, WayOut.ASK_FOR_ANOTHER_TIME}


def test_what_could_not_be_decided_is_not_called_minimal() -> None:
    problem = small(meeting("a", slot(10)), meeting("b", slot(10)), meeting("c", slot(10, minutes=300)))
    assert not explain(problem, limit=0.0).is_minimal
