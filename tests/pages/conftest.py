"""The small site of tests/pages/site.py instead of the whole portal."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from tests.pages import site


@pytest.fixture(autouse=True)
def small_site(settings) -> Iterator[None]:
    settings.ROOT_URLCONF = "tests.pages.site"
    settings.PORTAL_NAVIGATION = "tests.pages.site.navigation"
    settings.TEMPLATES = site.templates(settings.TEMPLATES)
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    site.CALLS.clear()
    site.DONE.clear()
    site.LATE.clear()
    yield
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def language():
    """Call it to speak another language until the test ends."""
    return translation.activate
