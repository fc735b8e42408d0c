"""The portal's own small pages, and the frame around every page."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from lxml import html

from clair_portal.pages import navigation
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/accessibility/", "/gallery/"])
@pytest.mark.parametrize("language", ["en", "ja", "de"])
def test_pages_open_in_every_language(client, path, language) -> None:
    page = html.fromstring(client.get(path, headers={"accept-language": language}).content)
    assert len(page.xpath("//h1")) == 1
    assert page.get("lang")[:2] == language


@pytest.mark.parametrize(
    ("debug", "demonstration", "status"), [(False, False, 404), (True, False, 200), (False, True, 200)]
)
def test_the_gallery_is_not_part_of_a_real_portal(client, settings, debug, demonstration, status) -> None:
    settings.DEBUG, settings.DEMONSTRATION = debug, demonstration
    assert client.get("/gallery/").status_code == status


def test_robots_keep_out_of_accounts(client) -> None:
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode() == "User-agent: *\nDisallow: /accounts/\nDisallow: /admin/\n"


def test_a_hole_can_be_reported(client, settings) -> None:
    facts = dict(line.split(": ", 1) for line in client.get("/.well-known/security.txt").content.decode().splitlines())
    assert facts["Contact"] == f"mailto:{settings.PORTAL_CONTACT}"
    assert timedelta(days=100) < parse_datetime(facts["Expires"]) - timezone.now() < timedelta(days=366)


def test_the_old_favicon_address_leads_to_the_drawing(client) -> None:
    response = client.get("/favicon.ico")
    assert (response.status_code, response["Location"]) == (302, "/static/img/favicon.svg")


def _links(page: html.HtmlElement, path: str) -> list[tuple[str, str, str | None]]:
    return [(link.text, link.get("href"), link.get("aria-current")) for link in page.xpath(f"{path}//a")]


def test_the_menus_are_those_of_the_root(client) -> None:
    page = html.fromstring(client.get("/open/").content)
    assert _links(page, "//nav[@class='ways']") == [
        ("Events", "/open/", "page"),
        ("Local authorities", "/people/", None),
    ]
    assert _links(page, "//footer//nav") == [
        ("Calendar feed", "/feed/", None),
        ("Accessibility", "/accessibility/", None),
    ]


def test_a_stranger_may_sign_in_and_come_back(client) -> None:
    page = html.fromstring(client.get("/people/?sort=newest&page=1").content)
    signing_in = page.xpath("//a[text()='Sign in']/@href")
    assert signing_in == ["/accounts/login/?next=/people/%3Fsort%3Dnewest%26page%3D1"] * 2
    assert page.xpath("//details[contains(@class, 'account')]") == []


def test_a_member_has_a_menu_and_can_sign_out(client) -> None:
    user = UserFactory(person__given="Robin", person__family="Example")
    client.force_login(user)
    page = html.fromstring(client.get("/open/").content)
    account = page.xpath("//details[contains(@class, 'account')]")[0]
    assert account.find_class("who")[0].text == str(user.person)
    assert _links(account, ".") == [("My events", "/members/", None)]
    assert account.xpath(".//form/@action") == ["/accounts/logout/"]


def test_a_message_is_told_once_in_a_status(client) -> None:
    client.force_login(UserFactory())
    client.post("/accounts/logout/")
    page = html.fromstring(client.get("/open/").content)
    told = page.xpath("//div[@role='status']/p/@class")
    again = html.fromstring(client.get("/open/").content).xpath("//div[@role='status']/p")
    assert (told, again) == (["notice success"], [])


def test_the_frame_changes_its_language_with_the_page(client) -> None:
    """What is made once per language must not be shown in another."""
    names = [_switch_label(client, language) for language in ("en", "de", "en")]
    assert (names[0], names[0] == names[2]) == ("English", True)
    assert names[1] == "Deutsch"


def _switch_label(client, language: str) -> str:
    page = html.fromstring(client.get("/open/", headers={"accept-language": language}).content)
    return str(page.xpath("//form[@class='languages']/button[@aria-current]")[0].text)


INLINE = (
    "//*[@style]",
    "//style",
    "//script[not(@src)][not(@type='application/json')]",
    "//@*[starts-with(name(), 'on')]",
)


@pytest.mark.parametrize("path", ["/gallery/", "/accessibility/", "/nowhere/", "/rename/", "/accounts/login/"])
def test_no_page_carries_inline_styles_scripts_or_handlers(client, path) -> None:
    page = html.fromstring(client.get(path).content)
    assert [found for pattern in INLINE for found in page.xpath(pattern)] == []


@pytest.mark.parametrize("name", ["500.html", "503.html"])
def test_the_pages_that_need_nothing_are_drawn_without_a_request(name) -> None:
    assert len(html.fromstring(render_to_string(name)).xpath("//section")) == 3


def test_an_item_stands_where_it_says(rf) -> None:
    found = navigation.items(rf.get("/members/"))
    assert {place: [str(item.label) for item in items] for place, items in found.items()} == {
        "main": ["Events", "Local authorities"],
        "account": ["My events"],
        "footer": ["Calendar feed", "Accessibility"],
    }
