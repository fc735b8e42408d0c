"""Fixtures that every test may use."""

from datetime import UTC, datetime

import pytest
from django.core.cache import cache

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_limit_is_carried_over(request: pytest.FixtureRequest):
    """The rate limits' table belongs to no model, so that no test's clean-up empties it."""
    yield
    if {"transactional_db", "live_server"} & set(request.fixturenames):
        cache.clear()


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
