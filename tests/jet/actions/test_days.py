"""Months after a day, and which day it is in Japan."""

from datetime import UTC, date, datetime

import pytest

from jet.actions.days import in_japan, months_after


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 8, 3), 12, date(2027, 8, 3)), (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)), (date(2026, 9, 13), 4, date(2027, 1, 13)),
        (date(2026, 8, 31), 4, date(2026, 12, 31)),
    ],
)  # fmt: skip
def test_months_later(day, months, later):
    assert months_after(day, months) == later


def test_the_day_in_japan_begins_at_three_in_the_afternoon_of_greenwich():
    assert in_japan(datetime(2026, 11, 22, 14, 59, tzinfo=UTC)) == date(2026, 11, 22)
    assert in_japan(datetime(2026, 11, 22, 15, 0, tzinfo=UTC)) == date(2026, 11, 23)
