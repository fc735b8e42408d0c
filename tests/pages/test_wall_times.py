"""What a clock on the wall shows becomes a moment, or is refused, or is asked about."""

from datetime import UTC, datetime

import pytest

from clair_portal.pages.wall_times import AmbiguousTime, NonExistentTime, on_the_wall, resolve_wall_time


@pytest.mark.parametrize(
    ("naive", "zone", "fold", "utc"),
    [
        ("2027-02-16T14:00", "Europe/Berlin", None, "2027-02-16T13:00"),
        ("2027-06-01T14:00", "Europe/Berlin", None, "2027-06-01T12:00"),
        ("2027-02-16T14:00", "Europe/London", None, "2027-02-16T14:00"),
        ("2027-06-01T14:00", "Europe/London", None, "2027-06-01T13:00"),
        ("2027-02-16T14:00", "Asia/Tokyo", None, "2027-02-16T05:00"),
        # the minutes around the skipped hour
        ("2027-03-28T00:59", "Europe/London", None, "2027-03-28T00:59"),
        ("2027-03-28T02:00", "Europe/London", None, "2027-03-28T01:00"),
        ("2027-03-28T01:59", "Europe/Berlin", None, "2027-03-28T00:59"),
        ("2027-03-28T03:00", "Europe/Berlin", None, "2027-03-28T01:00"),
        # Japan keeps its clocks still
        ("2027-03-28T01:30", "Asia/Tokyo", None, "2027-03-27T16:30"),
        ("2026-10-25T01:30", "Asia/Tokyo", None, "2026-10-24T16:30"),
        # the doubled hour, chosen
        ("2026-10-25T01:30", "Europe/London", 0, "2026-10-25T00:30"),
        ("2026-10-25T01:30", "Europe/London", 1, "2026-10-25T01:30"),
        ("2026-10-25T02:30", "Europe/Berlin", 0, "2026-10-25T00:30"),
        ("2026-10-25T02:30", "Europe/Berlin", 1, "2026-10-25T01:30"),
        # a choice where there is nothing to choose does no harm
        ("2027-02-16T14:00", "Europe/London", 1, "2027-02-16T14:00"),
        # the minutes around the doubled hour
        ("2026-10-25T00:59", "Europe/London", None, "2026-10-24T23:59"),
        ("2026-10-25T02:00", "Europe/London", None, "2026-10-25T02:00"),
    ],
)
def test_the_moment_of_a_wall_time(naive, zone, fold, utc) -> None:
    found = resolve_wall_time(datetime.fromisoformat(naive), zone, fold)
    assert (found, found.tzinfo) == (datetime.fromisoformat(utc).replace(tzinfo=UTC), UTC)


@pytest.mark.parametrize("naive", ["2027-03-28T01:00", "2027-03-28T01:30", "2027-03-28T01:59"])
@pytest.mark.parametrize("fold", [None, 0, 1])
def test_a_skipped_time_is_refused(naive, fold) -> None:
    with pytest.raises(NonExistentTime):
        resolve_wall_time(datetime.fromisoformat(naive), "Europe/London", fold)


@pytest.mark.parametrize(
    ("naive", "zone"), [("2026-10-25T01:00", "Europe/London"), ("2026-10-25T02:59", "Europe/Berlin")]
)
def test_a_doubled_time_is_asked_about(naive, zone) -> None:
    with pytest.raises(AmbiguousTime):
        resolve_wall_time(datetime.fromisoformat(naive), zone)


@pytest.mark.parametrize("zone", ["Europe/London", "Europe/Berlin", "Asia/Tokyo"])
@pytest.mark.parametrize("hour", range(6))
@pytest.mark.parametrize("on", [(2026, 10, 25), (2027, 3, 28), (2028, 2, 29)])
def test_there_and_back_again(zone, hour, on) -> None:
    at = datetime(*on, hour, 30, tzinfo=UTC)
    naive, fold = on_the_wall(at, zone)
    assert resolve_wall_time(naive, zone, fold) == at
