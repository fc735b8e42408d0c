"""The checker names every rule that a plan breaks, and nothing in a plan that breaks none."""

from dataclasses import replace

import pytest

from exchanges.planner.breaches import Breach, Fault
from exchanges.planner.checker import faults
from exchanges.planner.problem import Interpreting, Item, Mode, ModeRule, Pin, Plan, Priority, Problem, Window
from tests.exchanges.planner.cases import JA_DE, JA_EN, at, day, interpreter, meeting, small

ALL_DAY = Window(at(0, 8), at(0, 19))
ON_ALL_DAY = replace(day(0), lunch=None)


def item(key: str, hour: int, minute: int = 0, *team: str) -> Item:
    return Item(key, at(0, hour, minute), frozenset(team))


def found(problem: Problem, *items: Item) -> list[Fault]:
    return faults(problem, Plan(items))


def one(**more) -> Problem:
    facts = {"days": (ON_ALL_DAY,), "interpreters": (interpreter("i"), interpreter("j"))}
    return small(meeting("a", ALL_DAY, **more), **facts)


def two(minutes: int = 60, **more) -> Problem:
    a = meeting("a", ALL_DAY, minutes=minutes)
    return small(a, replace(a, key="b", **more), days=(ON_ALL_DAY,), interpreters=(interpreter("i"),))


def interpreted(*, place: str = "hall", minutes: int = 60, mode: Mode = Mode.CONSECUTIVE, **more) -> Problem:
    """Two meetings of different parties which the same person interprets."""
    a = meeting("a", ALL_DAY, minutes=minutes, interpreting=Interpreting(JA_EN, mode))
    b = replace(a, key="b", parties=frozenset("B"), place=place)
    return small(a, b, **{"days": (ON_ALL_DAY,), "interpreters": (interpreter("i"),), **more})


def test_a_good_plan_has_no_faults() -> None:
    assert found(interpreted(place="far"), item("a", 10, 0, "i"), item("b", 12, 15, "i")) == []


def test_a_meeting_that_nobody_asked_for() -> None:
    assert found(one(), item("a", 10), item("z", 12)) == [Fault(Breach.UNKNOWN, ("z",))]


def test_a_meeting_twice() -> None:
    assert found(one(), item("a", 10), item("a", 12)) == [Fault(Breach.TWICE, ("a",))]


def test_a_must_that_is_missing() -> None:
    assert found(one()) == [Fault(Breach.MISSING, ("a",))]
    assert found(one(priority=Priority.SHOULD)) == []
    assert found(one(priority=Priority.NICE, pin=Pin(at(0, 10)))) == [Fault(Breach.MISSING, ("a",))]


def test_a_pin_that_moved() -> None:
    assert found(one(pin=Pin(at(0, 10))), item("a", 10, 15)) == [Fault(Breach.PIN_MOVED, ("a",))]


def test_a_pinned_team_that_changed() -> None:
    pinned = one(pin=Pin(at(0, 10), frozenset({"i"})), interpreting=Interpreting(JA_EN))
    assert found(pinned, item("a", 10, 0, "i")) == []
    assert found(pinned, item("a", 10, 0, "j")) == [Fault(Breach.PIN_TEAM, ("a",))]


def test_a_time_that_the_host_did_not_offer() -> None:
    problem = small(meeting("a", Window(at(0, 10), at(0, 11)), Window(at(0, 11), at(0, 12))))
    assert found(problem, item("a", 10)) == []
    assert found(problem, item("a", 10, 30)) == [Fault(Breach.WINDOW, ("a",))]


def test_a_closed_day_unless_pinned() -> None:
    closed = (replace(ON_ALL_DAY, closed=True),)
    assert found(small(meeting("a", ALL_DAY), days=closed), item("a", 10)) == [Fault(Breach.CLOSED, ("a",))]
    assert found(small(meeting("a", ALL_DAY, pin=Pin(at(0, 10))), days=closed), item("a", 10)) == []


def test_out_of_the_base_too_early_and_back_too_late() -> None:
    """The hall is 30 minutes away, and the day runs from 8:00 to 19:00."""
    assert found(one(), item("a", 8, 30)) == []
    assert found(one(), item("a", 8, 29)) == [Fault(Breach.HOURS, ("a",), "A")]
    assert found(one(), item("a", 17, 30)) == []
    assert found(one(), item("a", 17, 31)) == [Fault(Breach.HOURS, ("a",), "A")]


def test_outside_every_day() -> None:
    assert found(one(pin=Pin(at(0, 7))), item("a", 7)) == [Fault(Breach.HOURS, ("a",))]


def test_a_party_in_two_places() -> None:
    assert found(two(), item("a", 10), item("b", 10, 59)) == [Fault(Breach.OVERLAP, ("a", "b"), "A")]
    assert found(two(), item("a", 10), item("b", 11)) == []


def test_the_head_in_two_places() -> None:
    problem = two(parties=frozenset("B"), needs_head=True)
    assert found(problem, item("a", 10), item("b", 10)) == []
    both = replace(problem, meetings=tuple(replace(each, needs_head=True) for each in problem.meetings))
    assert found(both, item("a", 10), item("b", 10)) == [Fault(Breach.OVERLAP, ("a", "b"), "M")]


@pytest.mark.parametrize(
    ("second", "need"),
    [
        ({"place": "far"}, 75),
        ({"place": "ministry"}, 15 + 20),
        ({"place": "far", "parties": frozenset("AB")}, 75),
        ({"place": "far", "parties": frozenset("AB"), "needs_head": True}, 75 + 10),
        ({"place": "ministry", "parties": frozenset("AB"), "needs_head": True}, 15 + 20 + 10),
    ],
)
def test_too_little_time_for_the_way(second: dict, need: int) -> None:
    """75 minutes to the far place; 15 to the ministry and 20 at its doors; 10 more for nine people."""
    problem, after = two(**second), at(0, 11) + need
    assert found(problem, item("a", 10), Item("b", after)) == []
    assert found(problem, item("a", 10), Item("b", after - 1)) == [Fault(Breach.TRAVEL, ("a", "b"), "A")]


def test_no_room_for_lunch() -> None:
    """Between 12:00 and 14:00, 45 minutes besides the way."""
    a = meeting("a", ALL_DAY, minutes=120)
    problem = small(a, replace(a, key="b"))
    assert found(problem, item("a", 10, 30), item("b", 13, 15)) == []
    assert found(problem, item("a", 10, 30), item("b", 13, 14)) == [Fault(Breach.LUNCH, ("a", "b"), "A")]
    assert found(problem, item("a", 11, 15), item("b", 13, 30)) == [Fault(Breach.LUNCH, ("a", "b"), "A")]


def test_lunch_before_the_first_and_after_the_last_meeting() -> None:
    problem = small(meeting("a", ALL_DAY, minutes=150))
    assert found(problem, item("a", 10, 45)) == []
    assert found(problem, item("a", 12, 45)) == []
    assert found(problem, item("a", 11, 0)) == [Fault(Breach.LUNCH, ("a",), "A")]


def test_the_team_has_the_size_that_mode_and_length_ask_for() -> None:
    problem = one(minutes=41, interpreting=Interpreting(JA_EN, Mode.SIMULTANEOUS))
    assert found(problem, item("a", 10, 0, "i", "j")) == []
    assert found(problem, item("a", 10, 0, "i")) == [Fault(Breach.TEAM_SIZE, ("a",))]
    assert found(one(), item("a", 10, 0, "i")) == [Fault(Breach.TEAM_SIZE, ("a",))]


def test_longer_than_any_team_may_work() -> None:
    problem = one(minutes=421, interpreting=Interpreting(JA_EN))
    assert Fault(Breach.TEAM_SIZE, ("a",)) in found(problem, item("a", 9, 0, "i", "j"))


def test_the_wrong_language_mode_and_person() -> None:
    people = (interpreter("de", pair=JA_DE), interpreter("w", modes=[Mode.WHISPERED]))
    problem = small(meeting("a", ALL_DAY, interpreting=Interpreting(JA_EN)), interpreters=people)
    assert found(problem, item("a", 10, 0, "de")) == [Fault(Breach.LANGUAGE, ("a",), "de")]
    assert found(problem, item("a", 10, 0, "w")) == [Fault(Breach.MODE, ("a",), "w")]
    assert found(problem, item("a", 10, 0, "x")) == [Fault(Breach.UNKNOWN, ("a",), "x")]


def test_an_interpreter_who_is_not_available() -> None:
    person = interpreter("i", available=(Window(at(0, 9), at(0, 11)),))
    problem = small(meeting("a", ALL_DAY, interpreting=Interpreting(JA_EN)), interpreters=(person,))
    assert found(problem, item("a", 10, 0, "i")) == []
    assert found(problem, item("a", 10, 15, "i")) == [Fault(Breach.AVAILABILITY, ("a",), "i")]


def test_an_interpreter_in_two_places() -> None:
    overlap = Fault(Breach.INTERPRETER_OVERLAP, ("a", "b"), "i")
    assert found(interpreted(), item("a", 10, 0, "i"), item("b", 10, 30, "i")) == [overlap]


@pytest.mark.parametrize(("place", "rest"), [("hall", 15), ("ministry", 35), ("far", 75)])
def test_an_interpreter_without_pause_or_time_for_the_way(place: str, rest: int) -> None:
    problem, after = interpreted(place=place), at(0, 11) + rest
    too_soon = Fault(Breach.INTERPRETER_PAUSE, ("a", "b"), "i")
    assert found(problem, item("a", 10, 0, "i"), Item("b", after, frozenset("i"))) == []
    assert found(problem, item("a", 10, 0, "i"), Item("b", after - 1, frozenset("i"))) == [too_soon]


def test_a_day_too_long_in_one_mode_and_in_all() -> None:
    table = {mode: ModeRule(teams=((300, 1),), longest_day=150, pause=0) for mode in Mode}
    too_long = Fault(Breach.LONGEST_DAY, ("a", "b"), "i")
    items = (item("a", 9, 0, "i"), item("b", 13, 0, "i"))
    assert found(interpreted(minutes=75, rules=table), *items) == []
    assert found(interpreted(minutes=76, rules=table), *items) == [too_long]
    mixed = interpreted(minutes=76, rules=table)
    whispered = replace(mixed.meetings[1], interpreting=Interpreting(JA_EN, Mode.WHISPERED))
    assert found(replace(mixed, meetings=(mixed.meetings[0], whispered)), *items) == [too_long]
