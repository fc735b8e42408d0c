"""The demonstration, written once for this folder; each test's own changes are undone after it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from clair_portal.demonstration import loading

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.fixture(scope="package")
def demonstration(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Everything but the events, with few alumni."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        call_command("prepare", "reference")
        patch.setattr(loading, "ALUMNI", 5)
        patch.setattr(loading, "EVENTS", ())
        loading.load(at=NOW)
        yield
        transaction.set_rollback(True)
