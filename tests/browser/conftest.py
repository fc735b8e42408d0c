"""One Chromium for the run; pages of a given width, colours and language; and what the browser complains of."""

import os
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.support import Complaints
from tests.pages import site

# Playwright runs an event loop in the test's thread, where Django would otherwise refuse the ORM.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

LOCALES = {"en-gb": "en-GB", "ja": "ja-JP", "de": "de-DE"}
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Visitor:
    """A person with a browser: `look("/events/", width=360)` opens a page; `complaints` is what the browser said."""

    browser: Browser
    address: str
    complaints: Complaints

    def page(self, *, width: int = 1440, dark: bool = False, language: str = "en-gb", javascript: bool = True) -> Page:
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": width, "height": 800},
            color_scheme="dark" if dark else "light",
            locale=LOCALES[language],
            reduced_motion="reduce",
            java_script_enabled=javascript,
        )
        page = context.new_page()
        self.complaints.listen(page)
        return page

    def look(self, path: str, **facts: object) -> Page:
        page = self.page(**facts)  # type: ignore[arg-type]
        page.goto(path)
        return page


@pytest.fixture
def plain_static(settings) -> None:
    """Static files straight from their folders: the manifest exists only after collectstatic."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture
def visitor(chromium: Browser, plain_static: None, live_server) -> Iterator[Visitor]:
    found = Visitor(chromium, live_server.url, Complaints())
    yield found
    for context in chromium.contexts:
        context.close()


@pytest.fixture
def small_site(settings) -> None:
    """The portal's own pages without the apps above them."""
    settings.ROOT_URLCONF = "tests.pages.site"
    settings.PORTAL_NAVIGATION = "tests.pages.site.navigation"
    settings.TEMPLATES = site.templates(settings.TEMPLATES)
