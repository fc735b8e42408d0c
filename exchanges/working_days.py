"""The business calendar: days on which both an office and Japan may work, and how many of them lie between two days."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache

import holidays

SATURDAY = 5
# England's holidays for the office in London; the other countries' holidays are the national ones.
SUBDIVISIONS = {"GB": "ENG"}


@lru_cache(maxsize=64)
def _of_year(country: str, year: int) -> frozenset[date]:
    if country not in holidays.list_supported_countries():
        return frozenset()
    return frozenset(holidays.country_holidays(country, subdiv=SUBDIVISIONS.get(country), years=year))


def is_holiday(day: date, country: str) -> bool:
    """Whether the country (ISO 3166, two letters) has a public holiday on that day; unknown countries have none."""
    return day in _of_year(country, day.year)


def works(day: date, country: str) -> bool:
    """Whether offices of the country are open on that day."""
    return day.weekday() < SATURDAY and not is_holiday(day, country)


def after(day: date, number: int, *, country: str) -> date:
    """The day on which `number` working days of the country have passed since `day`."""
    open_days = (later for later in _following(day) if works(later, country))
    return next(later for count, later in enumerate(open_days, start=1) if count >= number)


def before(day: date, number: int, *, country: str) -> date:
    """The day from which `number` working days of the country lead up to `day`."""
    open_days = (earlier for earlier in _preceding(day) if works(earlier, country))
    return next(earlier for count, earlier in enumerate(open_days, start=1) if count >= number)


def passed(since: date, until: date, *, country: str) -> int:
    """How many working days of the country have passed from `since`, which does not count, to `until`, which does."""
    return sum(works(day, country) for day in between(since + timedelta(days=1), until))


def between(first: date, last: date) -> list[date]:
    """Every day from the first to the last, both included."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def holidays_between(first: date, last: date, countries: Iterable[str]) -> list[tuple[date, str]]:
    """The public holidays in a stretch of days, each with its country."""
    return [(day, country) for day in between(first, last) for country in countries if is_holiday(day, country)]


def _following(day: date) -> Iterator[date]:
    while True:
        day += timedelta(days=1)
        yield day


def _preceding(day: date) -> Iterator[date]:
    while True:
        day -= timedelta(days=1)
        yield day
