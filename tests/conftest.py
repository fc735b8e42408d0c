"""Fixtures that every test may use."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import translation

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


# Mail tests look into the broker's queue, which the portal behind a browser test fills.
HEAVY = ("tests/browser/", "tests/chaos/", "tests/script/", "tests/mail/")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browsers and killed servers one after the other, on one of the two processors: marked before xdist looks."""
    for item in items:
        if any(folder in item.path.as_posix() for folder in HEAVY):
            item.add_marker(pytest.mark.xdist_group("heavy"))


@pytest.fixture(autouse=True)
def _no_limit_is_carried_over(request: pytest.FixtureRequest):
    """The rate limits' table belongs to no model, so that no test's clean-up empties it."""
    yield
    if {"transactional_db", "live_server"} & set(request.fixturenames):
        cache.clear()


@pytest.fixture(autouse=True)
def _the_language_of_the_test_before_is_forgotten():
    translation.activate("en-gb")


@pytest.fixture(autouse=True)
def _plain_static_files(settings):
    """Static files straight from their folders: the manifest of hashed names is made when the portal is set up."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture
def now() -> datetime:
    """A fixed moment; actions take it as `at`."""
    return NOON


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The test database; what a killed server was still asking ends before it is dropped."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
