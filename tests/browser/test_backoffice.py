"""The staff site in a browser: axe, nothing that sticks out, no violation of the policy, the keyboard."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from clair_portal.accounts.models import User
from clair_portal.directory.actions import people
from tests.backoffice import conftest as office
from tests.browser.support import WIDTHS, axe_violations, too_wide
from tests.factories.mail import OutgoingMailFactory

pytestmark = pytest.mark.django_db(transaction=True)

the_tests_own_office = office._the_tests_own_office
holder = office.holder
enter = office.enter

PAGES = (
    "/admin/",
    "/admin/directory/person/",
    "/admin/directory/person/?created_at_from=2026-01-01",
    "/admin/directory/person/add/",
    "/admin/directory/person/{person}/change/",
    "/admin/directory/person/{person}/history/",
    "/admin/mail/outgoingmail/{mail}/move/withdraw/",
    "/admin/accounts/user/{user}/change/",
    "/admin/search/?q=example",
    "/trial/directory/person/{person}/delete/",
)


@pytest.fixture
def office_page(visitor: Any, enter: Callable[[str], Client]) -> Callable[..., Page]:
    """A page of somebody who is signed in as the office."""
    session = enter("office").cookies["sessionid"].value

    def page(**facts: Any) -> Page:
        opened = visitor.page(**facts)
        opened.context.add_cookies([{"name": "sessionid", "value": session, "url": visitor.address}])
        return opened

    return page


@pytest.fixture
def records(office_page: Callable[..., Page]) -> dict[str, int]:
    person = people.create(by=None, at=timezone.now(), family="Example", given="Robin", family_kanji="太田")
    mail = OutgoingMailFactory(state="parked", trouble="refused", person=person)
    return {"person": person.pk, "mail": mail.pk, "user": User.objects.get(email="office@example.org").pk}


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (360, True)])
def test_every_kind_of_page_is_accessible_fits_and_keeps_to_the_policy(office_page, records, visitor, width, dark):
    page = office_page(width=width, dark=dark)
    bad = []
    for path in PAGES:
        page.goto(path.format(**records))
        grave = [line for line in axe_violations(page) if "(critical)" in line or "(serious)" in line]
        bad += [(path, line) for line in [*grave, *too_wide(page)]]
    assert bad == []
    assert visitor.complaints.said == []


@pytest.mark.parametrize("language", ["ja", "de"])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_morning_fits_in_every_language(office_page, records, width, language):
    User.objects.update(language=language)
    page = office_page(width=width)
    page.goto("/admin/")
    assert page.get_attribute("html", "lang") == language
    assert too_wide(page) == []


def test_a_slash_brings_the_cursor_to_the_search_box_unless_somebody_types(office_page, records):
    page = office_page()
    page.goto("/admin/directory/person/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "bo-find"
    page.keyboard.type("太田")
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/search/?q=*")
    assert page.get_by_role("link", name="Robin Example").is_visible()
    page.goto("/admin/directory/person/")
    page.fill("#searchbar", "a")
    page.press("#searchbar", "/")
    assert page.input_value("#searchbar") == "a/"


def test_on_a_phone_the_menu_opens_and_closes(office_page, records):
    page = office_page(width=360)
    page.goto("/admin/")
    menu = page.get_by_role("navigation", name="Main menu")
    assert not menu.is_visible()
    page.get_by_role("button", name="Menu", exact=True).click()
    menu.get_by_role("link", name="People").wait_for(state="visible")
    page.keyboard.press("Escape")
    menu.wait_for(state="hidden")


def test_dark_and_light_are_chosen_and_remembered(office_page, records):
    page = office_page()
    page.goto("/admin/")
    page.get_by_role("button", name="Dark").click()
    page.goto("/admin/directory/person/")
    assert "dark" in page.get_attribute("html", "class").split()


def test_two_editors_see_each_others_words(office_page, records):
    first, second = office_page(), office_page()
    address = f"/admin/directory/person/{records['person']}/change/"
    for page, name in ((first, "First"), (second, "Second")):
        page.goto(address)
        page.fill("#id_family", name)
    first.get_by_role("button", name="Save", exact=True).click()
    first.wait_for_url("**/admin/directory/person/")
    second.get_by_role("button", name="Save", exact=True).click()
    told = second.get_by_role("alert")
    told.wait_for()
    assert "family name: now “First”, you wrote “Second”." in told.inner_text()
    assert second.input_value("#id_family") == "Second"
