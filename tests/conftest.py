"""Fixtures that every test may use."""

from datetime import UTC, datetime

import pytest

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    """A fixed moment; actions take it as `at`."""
    return NOON
