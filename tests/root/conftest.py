"""The demonstration, small enough to be written for one test."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from clair_portal.demonstration import loading

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.fixture
def demonstration(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything but the events, with few alumni."""
    call_command("prepare", "reference")
    monkeypatch.setattr(loading, "ALUMNI", 5)
    monkeypatch.setattr(loading, "EVENTS", ())
    loading.load(at=NOW)
