"""A party's sets of meetings on one day, each with its least way and earliest return."""

import pytest

from exchanges.planner.options import Options
from exchanges.planner.outings import Outing, TooMany, outings
from exchanges.planner.problem import Meeting, Window
from tests.exchanges.planner.cases import at, meeting, small

ALL_DAY = Window(at(0, 9), at(0, 18))


def slot(hour: int, minute: int = 0, *, minutes: int = 60) -> Window:
    return Window(at(0, hour, minute), at(0, hour, minute) + minutes)


def found(*meetings: Meeting, **more) -> dict[int, Outing]:
    """The party A with `meetings` as the bits 1, 2, 4, …"""
    return outings(Options(small(*meetings, **more)), 0, {1 << bit: each for bit, each in enumerate(meetings)})


def test_alone_there_and_back() -> None:
    """To the ministry it is 30 minutes and 20 for its security, and 30 back; the day begins at eight."""
    assert found(meeting("a", slot(9), place="ministry")) == {0: Outing(0, 0), 1: Outing(80, 150)}


def test_two_with_the_way_between_and_the_wait() -> None:
    trips = found(meeting("a", slot(9)), meeting("b", slot(10, 45), place="ministry"))
    assert trips[3] == Outing(30 + 45 + 30, 255)


def test_lunch_between_two_is_no_wait() -> None:
    assert found(meeting("a", slot(11)), meeting("b", slot(13)))[3] == Outing(30 + 15 + 30, 390)


def test_without_lunch_there_is_no_such_set() -> None:
    """Each alone leaves room for lunch; together they fill its hours."""
    trips = found(meeting("a", slot(11, minutes=120), minutes=120), meeting("b", slot(13)))
    assert sorted(trips) == [0, 1, 2]


def test_too_far_for_the_time_between() -> None:
    assert sorted(found(meeting("a", slot(9)), meeting("b", slot(11), place="far"))) == [0, 1, 2]


def test_the_better_of_two_orders() -> None:
    trips = found(meeting("a", slot(9), slot(15)), meeting("b", slot(10)))
    assert trips[3] == Outing(60, 210)


def test_way_and_return_may_be_those_of_two_trips() -> None:
    """Early with an hour's wait, or late without one: the figures are what each can be at best."""
    trips = found(meeting("a", slot(9), slot(15)), meeting("b", slot(11, 45), slot(16)))
    assert trips[3] == Outing(60, 315)


def test_meetings_that_are_quite_free_are_too_many() -> None:
    with pytest.raises(TooMany):
        found(*(meeting(str(number), ALL_DAY, minutes=30) for number in range(14)))
