"""The frame for somebody who is signed in: the account menu, wide and on a phone."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from tests.browser.support import axe_violations, picture, too_wide
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.usefixtures("small_site")


@pytest.mark.parametrize(("width", "menu"), [(1440, "account"), (360, "menu")])
def test_the_account_menu(visitor, width, menu) -> None:
    page = visitor.page(width=width)
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": _session(), "url": visitor.address}])
    page.goto("/members/")
    page.locator(f"details.{menu} summary").click()
    picture(page, f"member-{width}")
    expect(page.locator(f".{menu} .sheet").get_by_role("link", name="My events")).to_be_visible()
    assert too_wide(page) == []
    assert axe_violations(page) == []
    page.locator(f".{menu} .sheet").get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("status")).to_contain_text("signed out")
    assert visitor.complaints.said == []


def _session() -> str:
    client = Client()
    client.force_login(UserFactory(person__given="Maximiliane-Charlotte", person__family="Beispiel-Musterfrau"))
    return client.cookies[settings.SESSION_COOKIE_NAME].value
