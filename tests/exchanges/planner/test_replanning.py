"""A second plan keeps what it can, and every difference is told."""

from dataclasses import replace

import pytest

from exchanges.planner.checker import faults
from exchanges.planner.outcome import Goal, Status
from exchanges.planner.problem import Interpreting, Item, Pin, Plan, Window
from exchanges.planner.replanning import Change, Kind, changes, replan
from exchanges.planner.solver import plan
from tests.exchanges.planner import cases
from tests.exchanges.planner.cases import JA_EN, at, interpreter, meeting, small

ALL_DAY = Window(at(0, 9), at(0, 18))
SHORTER = cases.Size(days=5, meetings=10, parties=2, interpreters=3, places=8)


def item(key: str, hour: int, *team: str) -> Item:
    return Item(key, at(0, hour), frozenset(team))


def test_nothing_changes_without_need() -> None:
    """Although another plan would wait less."""
    problem = small(meeting("a", ALL_DAY), meeting("b", ALL_DAY))
    before = Plan((item("a", 9), item("b", 16)))
    assert plan(problem).plan != before
    assert replan(problem, before).plan == before


def test_only_what_must_move_moves() -> None:
    problem = small(meeting("a", Window(at(0, 14), at(0, 15))), meeting("b", ALL_DAY), meeting("c", ALL_DAY))
    before = Plan((item("a", 10), item("b", 14), item("c", 16)))
    after = replan(problem, before).plan
    assert [(change.kind, change.meeting) for change in changes(before, after)] == [
        (Kind.MOVED, change.meeting) for change in sorted(changes(before, after), key=lambda change: change.after.start)
    ]
    assert {change.meeting for change in changes(before, after)} == {"a", "b"}
    assert after.by_meeting["c"] == item("c", 16)


def test_a_pin_never_moves() -> None:
    pinned = meeting("b", ALL_DAY, pin=Pin(at(0, 14)))
    problem = small(meeting("a", Window(at(0, 13), at(0, 16))), pinned)
    before = Plan((item("a", 14), item("b", 14)))
    after = replan(problem, before).plan
    assert [change.meeting for change in changes(before, after)] == ["a"]


def test_another_interpreter_rather_than_another_time() -> None:
    problem = small(
        meeting("a", ALL_DAY, interpreting=Interpreting(JA_EN)),
        interpreters=(interpreter("i", available=(Window(at(0, 15), at(0, 18)),)), interpreter("j")),
    )
    before = Plan((item("a", 10, "i"),))
    after = replan(problem, before).plan
    assert changes(before, after) == (Change(Kind.RESTAFFED, "a", item("a", 10, "i"), item("a", 10, "j")),)


def test_the_same_interpreter_although_another_is_cheaper() -> None:
    people = (interpreter("dear", day_fee=9), interpreter("cheap", day_fee=1))
    problem = small(meeting("a", ALL_DAY, interpreting=Interpreting(JA_EN)), interpreters=people)
    before = Plan((item("a", 10, "dear"),))
    assert replan(problem, before).plan == before


def test_an_interpreter_who_has_gone_is_replaced() -> None:
    problem = small(meeting("a", ALL_DAY, interpreting=Interpreting(JA_EN)), interpreters=(interpreter("j"),))
    before = Plan((item("a", 10, "gone"),))
    outcome = replan(problem, before)
    assert outcome.plan == Plan((item("a", 10, "j"),))
    assert {each.goal: each.value for each in outcome.goals}[Goal.RESTAFFED] == 1


def test_a_cancelled_meeting_is_dropped_and_counts_as_no_move() -> None:
    before = Plan((item("a", 10), item("b", 14)))
    outcome = replan(small(meeting("b", ALL_DAY)), before)
    assert changes(before, outcome.plan) == (Change(Kind.DROPPED, "a", item("a", 10), None),)
    assert {each.goal: each.value for each in outcome.goals}[Goal.MOVED] == 0


def test_every_kind_of_change_in_the_order_of_the_days() -> None:
    before = Plan((item("moved", 9), item("dropped", 11), item("kept", 12), item("restaffed", 13, "i")))
    after = Plan((item("added", 8), item("kept", 12), item("restaffed", 13, "j"), item("moved", 15)))
    assert [(change.kind, change.meeting) for change in changes(before, after)] == [
        (Kind.ADDED, "added"),
        (Kind.DROPPED, "dropped"),
        (Kind.RESTAFFED, "restaffed"),
        (Kind.MOVED, "moved"),
    ]
    assert changes(after, after) == ()


@pytest.mark.parametrize("seed", range(12))
def test_one_slot_gone_alters_only_what_is_not_pinned(seed: int) -> None:
    """Every second item is confirmed; one of the others has lost its time."""
    problem = cases.journey(seed, SHORTER)
    first = plan(problem, limit=1.0).plan
    if first is None:
        pytest.skip("impossible from the start")
    confirmed = first.items[::2]
    for each in confirmed:
        problem = cases.with_meeting(problem, each.meeting, lambda _, each=each: {"pin": Pin(each.start, each.team)})
    problem = cases.without_time(problem, first.items[1])
    outcome = replan(problem, first, limit=1.0)
    if outcome.status is Status.IMPOSSIBLE:
        assert outcome.conflict.is_minimal
        return
    assert faults(replace(problem, previous=first), outcome.plan) == []
    assert [outcome.plan.by_meeting[each.meeting] for each in confirmed] == list(confirmed)
