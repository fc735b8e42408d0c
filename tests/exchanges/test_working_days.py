"""The business calendars: weekends, the holidays of each country, and counting over Christmas and the New Year."""

from datetime import date

import pytest

from exchanges import working_days
from exchanges.working_days import after, between, holidays_between, is_holiday, passed, works


@pytest.mark.parametrize(
    ("day", "country", "expected"),
    [
        (date(2026, 12, 25), "GB", True), (date(2026, 12, 25), "DE", True), (date(2026, 12, 25), "JP", False),
        (date(2026, 12, 28), "GB", True),  # Boxing Day falls on a Saturday
        (date(2026, 12, 28), "DE", False), (date(2027, 1, 1), "JP", True),
        (date(2027, 5, 3), "JP", True), (date(2027, 5, 4), "JP", True), (date(2027, 5, 5), "JP", True),
        (date(2027, 5, 3), "GB", True), (date(2027, 5, 31), "GB", True), (date(2027, 5, 31), "JP", False),
        (date(2026, 11, 30), "GB", False),  # Saint Andrew's Day is Scotland's alone
        (date(2026, 9, 22), "JP", True),  # a day between two holidays is one
        (date(2026, 12, 25), "XX", False), (date(2026, 12, 25), "", False),
    ],
)  # fmt: skip
def test_holidays_of_each_country(day, country, expected):
    assert is_holiday(day, country) is expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2026, 12, 24), True), (date(2026, 12, 25), False), (date(2026, 12, 26), False), (date(2026, 12, 27), False),
     (date(2026, 12, 29), True)],
)  # fmt: skip
def test_offices_are_open_on_weekdays_that_are_no_holidays(day, expected):
    assert works(day, "GB") is expected


@pytest.mark.parametrize(
    ("day", "number", "country", "expected"),
    [
        (date(2026, 11, 23), 1, "GB", date(2026, 11, 24)),
        (date(2026, 11, 27), 1, "GB", date(2026, 11, 30)),
        (date(2026, 11, 28), 1, "GB", date(2026, 11, 30)),
        (date(2026, 11, 23), 10, "GB", date(2026, 12, 7)),
        (date(2026, 12, 24), 1, "GB", date(2026, 12, 29)),
        (date(2026, 12, 24), 1, "DE", date(2026, 12, 28)),
        (date(2026, 12, 24), 5, "GB", date(2027, 1, 5)),
        (date(2026, 12, 24), 10, "JP", date(2027, 1, 8)),
        (date(2027, 4, 28), 1, "JP", date(2027, 4, 30)),
        (date(2027, 4, 30), 1, "JP", date(2027, 5, 6)),
    ],
)
def test_a_day_so_many_working_days_later(day, number, country, expected):
    assert after(day, number, country=country) == expected


@pytest.mark.parametrize("country", ["GB", "JP", "DE"])
@pytest.mark.parametrize("number", [1, 7, 30])
def test_what_was_put_on_has_passed(country, number):
    begun = date(2026, 12, 21)
    assert passed(begun, after(begun, number, country=country), country=country) == number


def test_nothing_has_passed_on_the_same_day_or_over_a_weekend():
    friday = date(2026, 11, 27)
    assert [passed(friday, date(2026, 11, day), country="GB") for day in (26, 27, 28, 29, 30)] == [0, 0, 0, 0, 1]


def test_a_stretch_holds_both_its_ends():
    assert between(date(2026, 12, 31), date(2027, 1, 2)) == [date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 2)]
    assert between(date(2027, 1, 2), date(2027, 1, 1)) == []


def test_holidays_of_several_countries_with_the_country_of_each():
    found = holidays_between(date(2026, 12, 31), date(2027, 1, 4), ["GB", "JP"])
    assert found == [(date(2027, 1, 1), "GB"), (date(2027, 1, 1), "JP")]


def test_a_year_is_looked_up_once():
    working_days._of_year.cache_clear()
    for day in between(date(2026, 1, 1), date(2026, 12, 31)):
        is_holiday(day, "GB")
    assert working_days._of_year.cache_info().misses == 1
