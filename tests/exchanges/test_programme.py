"""Meetings day by day: the day is the one on the wall, and the time between two meetings is counted."""

from datetime import UTC, date, datetime, timedelta

import pytest

from exchanges import programme
from exchanges.models import Meeting
from tests.factories.exchanges import MeetingFactory

pytestmark = pytest.mark.django_db
TEN = datetime(2027, 5, 18, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def at(starts_at, minutes=60, **facts):
    ends_at = starts_at + timedelta(minutes=minutes)
    return MeetingFactory(state="confirmed", starts_at=starts_at, ends_at=ends_at, minutes=minutes, **facts)


def listed():
    days = programme.days(Meeting.objects.for_pages().in_time_order())
    return [(day.on, [(row.clock, row.gap, row.from_clock) for row in day.rows]) for day in days]


def test_days_in_order_with_the_time_between():
    at(TEN + 3 * HOUR)
    at(TEN)
    at(TEN + timedelta(days=1))
    assert listed() == [
        (date(2027, 5, 18), [("10:00", 0, ""), ("13:00", 120, "11:00")]),
        (date(2027, 5, 19), [("10:00", 0, "")]),
    ]


def test_what_runs_beside_another_meeting_has_no_gap_and_the_longest_counts():
    at(TEN, minutes=180)
    at(TEN + HOUR)
    at(TEN + 4 * HOUR)
    assert listed() == [(date(2027, 5, 18), [("10:00", 0, ""), ("11:00", 0, ""), ("14:00", 60, "13:00")])]


def test_the_day_is_the_one_where_the_meeting_is():
    at(datetime(2027, 5, 18, 23, 30, tzinfo=UTC), zone="Europe/Berlin")
    assert listed() == [(date(2027, 5, 19), [("01:30", 0, "")])]


def test_what_has_no_time_stands_last_under_no_day():
    MeetingFactory()
    at(TEN)
    assert listed() == [(date(2027, 5, 18), [("10:00", 0, "")]), (None, [("", 0, "")])]


def test_a_meeting_called_off_leaves_its_time_free():
    at(TEN)
    off = at(TEN + 2 * HOUR)
    at(TEN + 5 * HOUR)
    Meeting.objects.filter(pk=off.pk).update(state="cancelled")
    assert listed()[0][1][2] == ("15:00", 240, "11:00")
