"""Public numbers count up within their series and year."""

import pytest
from django.db import IntegrityError

from clair_portal.workflow.models import NumberSeries
from clair_portal.workflow.numbers import next_number

pytestmark = pytest.mark.django_db


def test_numbers_count_up_within_their_year_and_series():
    given = [next_number("EVT", year=2026, digits=4) for _ in range(2)]
    assert given == ["EVT-2026-0001", "EVT-2026-0002"]
    assert next_number("EVT", year=2027, digits=4) == "EVT-2027-0001"
    assert next_number("VS", year=2026, digits=3) == "VS-2026-001"


def test_a_series_outgrows_its_digits_without_repeating():
    NumberSeries.objects.create(name="VS-2026", last=999)
    assert next_number("VS", year=2026, digits=3) == "VS-2026-1000"


def test_the_database_refuses_a_series_that_has_not_begun():
    with pytest.raises(IntegrityError, match="number_series_counts_from_one"):
        NumberSeries.objects.create(name="VS-2026", last=0)
