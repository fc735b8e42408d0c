"""The frame around every page in a real browser: menus without JavaScript, keyboard, languages, statements, errors."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.support import WIDTHS, axe_violations, picture, too_small, too_wide

pytestmark = pytest.mark.usefixtures("small_site")


@pytest.mark.parametrize("path", ["/privacy/", "/accessibility/", "/nowhere/", "/accounts/login/", "/accounts/signup/"])
@pytest.mark.parametrize("width", WIDTHS)
def test_plain_pages_are_whole(visitor, path, width) -> None:
    page = visitor.look(path, width=width, dark=width == 768)
    picture(page, f"page{path.replace('/', '-')}{width}")
    assert too_wide(page) == []
    assert too_small(page) == []
    assert axe_violations(page) == []
    assert [said for said in visitor.complaints.said if "404" not in said] == []


def test_the_phone_menu_opens_without_javascript(visitor) -> None:
    page = visitor.look("/privacy/", width=360, javascript=False)
    sheet = page.locator(".menu .sheet")
    expect(sheet).to_be_hidden()
    page.locator(".menu summary").click()
    expect(sheet.get_by_role("link", name="Local authorities")).to_be_visible()
    expect(sheet.get_by_role("link", name="Sign in")).to_be_visible()
    picture(page, "menu-360")


def test_choosing_a_language_returns_to_the_page_and_stays(visitor) -> None:
    page = visitor.look("/people/?page=2", width=1440)
    page.get_by_role("button", name="Deutsch").first.click()
    page.wait_for_url("**/people/?page=2")
    assert page.locator("html").get_attribute("lang") == "de"
    page.goto("/privacy/")
    assert page.locator("html").get_attribute("lang") == "de"


def test_the_first_tab_offers_to_skip_the_menus(visitor) -> None:
    page = visitor.look("/privacy/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert _focused(page) == "content"


def test_escape_closes_a_menu_and_gives_the_focus_back(visitor) -> None:
    page = visitor.look("/privacy/", width=360)
    page.locator(".menu summary").click()
    page.keyboard.press("Escape")
    expect(page.locator(".menu .sheet")).to_be_hidden()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_a_refused_form_puts_the_focus_on_the_list_of_errors(visitor) -> None:
    page = visitor.look("/rename/")
    page.get_by_label("Note").fill("kept")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".errors")).to_be_focused()
    assert page.get_by_label("Note").input_value() == "kept"
    page.locator(".errors a").click()
    assert _focused(page) == "id_family"
    assert axe_violations(page) == []


def test_a_double_click_sends_one_form(visitor) -> None:
    sent: list[str] = []
    page = visitor.look("/rename/")
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.get_by_label("Family name").fill("Example")
    page.get_by_role("button", name="Save").dblclick()
    page.wait_for_url("**/open/")
    assert len(sent) == 1


def test_nothing_sticks_out_at_twice_the_text_size(visitor) -> None:
    page = visitor.page(width=1280)
    page.goto("/privacy/")
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    assert too_wide(page) == []


def test_a_page_prints_on_a4_without_menus(visitor) -> None:
    page = visitor.look("/gallery/")
    page.emulate_media(media="print")
    expect(page.locator("nav.ways").first).to_be_hidden()
    expect(page.locator(".menu")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def _focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))
