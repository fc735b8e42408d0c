"""Who comes to the staff site in these tests."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from clair_portal.accounts import roles
from clair_portal.accounts.models import User
from tests.factories.accounts import RoleAssignmentFactory

CACHES = (roles.table, roles.reaches, roles.see_others)


@pytest.fixture(autouse=True)
def _the_tests_own_office(settings: Any) -> Iterator[None]:
    settings.PORTAL_ROLES = "tests.backoffice.office.ROLES"
    settings.ROOT_URLCONF = "tests.backoffice.urls"
    settings.WHITENOISE_AUTOREFRESH = True  # no collected files in tests
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    for known in CACHES:
        known.cache_clear()
    yield
    for known in CACHES:
        known.cache_clear()


@pytest.fixture
def holder(db: None) -> Callable[[str], User]:
    """A user who holds a role of the tests' office."""
    return lambda role: RoleAssignmentFactory(role=role, user__email=f"{role}@example.org").user


@pytest.fixture
def enter(holder: Callable[[str], User]) -> Callable[[str], Client]:
    """A browser in which somebody with this role is signed in."""

    def signed_in(role: str) -> Client:
        client = Client()
        client.force_login(holder(role))
        return client

    return signed_in
