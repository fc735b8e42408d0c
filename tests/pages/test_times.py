"""Days and times in three languages, with their zone, over midnight and over the changes of the clock."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from clair_portal.pages import times

FEBRUARY = date(2027, 2, 16)


@pytest.mark.parametrize(
    ("language", "long", "short", "month"),
    [
        ("en-gb", "Tue 16 February 2027", "Tue 16 February", "February 2027"),
        ("ja", "2027年2月16日（火）", "2月16日（火）", "2027年2月"),
        ("de", "Di., 16. Februar 2027", "Di., 16. Februar", "Februar 2027"),
    ],
)
def test_a_day_in_each_language(language, long, short, month) -> None:
    with translation.override(language):
        assert times.day(FEBRUARY) == long
        assert times.day(FEBRUARY, year=False) == short
        assert times.month(FEBRUARY) == month


@pytest.mark.parametrize(
    ("starts", "ends", "zone", "there", "in_japan"),
    [
        # Düsseldorf in winter: Japan is eight hours ahead and ends on the next day.
        (
            "2027-02-16T13:00",
            "2027-02-16T18:30",
            "Europe/Berlin",
            "Tue 16 February 2027, 14:00–19:30",
            "22:00–03:30 (until the next day)",
        ),
        # London in summer: eight hours.
        ("2027-06-01T09:00", "2027-06-01T10:00", "Europe/London", "Tue 1 June 2027, 10:00–11:00", "18:00–19:00"),
        # An evening in London already is the next day in Japan.
        (
            "2027-02-16T18:00",
            "2027-02-16T20:00",
            "Europe/London",
            "Tue 16 February 2027, 18:00–20:00",
            "Wed 17 February, 03:00–05:00",
        ),
        # Over midnight.
        (
            "2027-02-16T22:00",
            "2027-02-17T01:00",
            "Europe/London",
            "Tue 16 February 2027, 22:00 – Wed 17 February 2027, 01:00",
            "Wed 17 February, 07:00–10:00",
        ),
        # Several days.
        (
            "2027-02-16T01:00",
            "2027-02-18T02:00",
            "Europe/London",
            "Tue 16 February 2027, 01:00 – Thu 18 February 2027, 02:00",
            "10:00–11:00 (until 2 days later)",
        ),
        # In Japan there is nothing to add.
        ("2027-02-16T01:00", "2027-02-16T02:00", "Asia/Tokyo", "Tue 16 February 2027, 10:00–11:00", ""),
        # Over the night on which British clocks go forward: 00:30 GMT to 02:30 BST is one hour.
        ("2027-03-28T00:30", "2027-03-28T01:30", "Europe/London", "Sun 28 March 2027, 00:30–02:30", "09:30–10:30"),
        # Over the night on which they go back: 01:30 BST to 01:30 GMT.
        ("2026-10-25T00:30", "2026-10-25T01:30", "Europe/London", "Sun 25 October 2026, 01:30–01:30", "09:30–10:30"),
        # New Year's Eve in UTC is already the new year in Japan.
        (
            "2026-12-31T20:00",
            "2026-12-31T22:00",
            "UTC",
            "Thu 31 December 2026, 20:00–22:00",
            "Fri 1 January, 05:00–07:00",
        ),
        # The leap day.
        ("2028-02-29T10:00", "2028-02-29T11:00", "Europe/Berlin", "Tue 29 February 2028, 11:00–12:00", "19:00–20:00"),
    ],
)
def test_a_span_with_japan_beside_it(starts, ends, zone, there, in_japan) -> None:
    with translation.override("en-gb"):
        span = times.span(_utc(starts), _utc(ends), zone)
    assert (span.there, span.in_japan) == (there, in_japan)


@pytest.mark.parametrize(
    ("language", "there"),
    [
        ("ja", "2027年2月16日（火）14:00～19:30"),
        ("de", "Di., 16. Februar 2027, 14:00–19:30"),
    ],
)
def test_a_span_in_other_languages(language, there) -> None:
    with translation.override(language):
        assert times.span(_utc("2027-02-16T13:00"), _utc("2027-02-16T18:30"), "Europe/Berlin").there == there


def test_a_moment_names_its_zone() -> None:
    with translation.override("en-gb"):
        assert times.moment(_utc("2027-02-15T13:00"), "Europe/Berlin") == "Mon 15 February 2027, 14:00 German time"


@pytest.mark.parametrize(
    ("zone", "name"), [("Europe/London", "UK time"), ("Asia/Tokyo", "Japan time"), ("America/Lima", "America/Lima")]
)
def test_the_name_of_a_zone(zone, name) -> None:
    with translation.override("en-gb"):
        assert times.zone_name(zone) == name
        assert times.zone_name(times.as_zone(zone)) == name


@pytest.mark.parametrize(
    ("on", "era"),
    [
        (date(2027, 2, 16), "令和9年"),
        (date(2019, 5, 1), "令和元年"),
        (date(2019, 4, 30), "平成31年"),
        (date(1989, 1, 8), "平成元年"),
        (date(1989, 1, 7), "昭和64年"),
        (date(1926, 12, 25), "昭和元年"),
        (date(1926, 12, 24), "大正15年"),
        (date(1912, 7, 30), "大正元年"),
        (date(1912, 7, 29), "明治45年"),
        (date(1873, 1, 1), "明治6年"),
        (date(1872, 12, 31), "1872年"),
    ],
)
def test_the_era_of_a_year(on, era) -> None:
    assert times.era_year(on) == era


def test_the_era_of_a_day() -> None:
    assert times.era_day(FEBRUARY) == "令和9年2月16日"


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
