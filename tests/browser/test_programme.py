"""The programme in a browser: moved by pointer and by keys, read without a network, on a telephone, by everybody."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from clair_portal.accounts.models import User
from exchanges.models import Itinerary
from tests.browser.support import axe_violations, picture, too_small, too_wide
from tests.browser.test_events import sign_in
from tests.conftest import NOON
from tests.exchanges import conftest as intake
from tests.exchanges.planning.visits import CENTRE, CITY_HALL, at, meeting, planned, visit

pytestmark = pytest.mark.django_db(transaction=True)
parties = intake.parties
HOUR = 4 * 22  # pixels


@pytest.fixture
def draft(parties) -> Itinerary:
    User.objects.update(language="en-gb")
    case = visit(parties, days=(18, 18))
    first, second = case.delegates.order_by("pk")
    for member, group in ((first, "A"), (second, "B")):
        member.group = group
        member.save()
    meeting(case, starts_at=at(18, 9, 30), minutes=90, contact_phone="+44 113 000 0000", arrival="Ask for room 2.")
    meeting(case, CENTRE, slots=[at(18, 14)], group="A")
    return planned(case, parties, NOON)


def page_of(itinerary, more=""):
    return f"/visits/{itinerary.case.number}/programme/{itinerary.number}/{more}"


def opened(visitor, user, path, **facts):
    page = visitor.page(**facts)
    sign_in(page, Client(), user, visitor.address)
    page.goto(path)
    return page


def begins(draft):
    return draft.items.get(title_en=CENTRE).starts_at


def block(page):
    return page.locator("a.block", has_text=CENTRE).and_(page.locator(".can-move"))


def test_an_item_is_dragged_with_the_pointer(visitor, draft, parties):
    page = opened(visitor, parties.plans, page_of(draft))
    block(page).scroll_into_view_if_needed()
    box = block(page).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + 10
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + HOUR / 2, steps=4)
    page.mouse.move(x, y + HOUR, steps=4)
    expect(page.locator("#moving")).to_have_text(f"{CENTRE}: 15:00 to 16:00. Enter sets it down.")
    page.mouse.up()
    expect(page.locator(".messages")).to_contain_text(f"{CENTRE} begins at 15:00 now.")
    expect(page.locator("#conflicts")).to_contain_text("1 conflict")
    expect(page.locator(".problem")).to_have_text(f"{CENTRE}: the host has not offered this time.")
    assert begins(draft) == at(18, 15)
    assert visitor.complaints.said == []


def test_an_item_is_moved_by_keys_and_put_back_by_escape(visitor, draft, parties):
    page = opened(visitor, parties.plans, page_of(draft))
    block(page).focus()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#moving")).to_have_text(f"{CENTRE}: 15:15 to 16:15. Enter sets it down.")
    page.keyboard.press("Escape")
    expect(page.locator("#moving")).to_have_text(f"{CENTRE} is back at 14:00.")
    assert begins(draft) == at(18, 14)
    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_contain_text(f"{CENTRE} begins at 12:45 now.")
    expect(block(page)).to_be_focused()
    assert begins(draft) == at(18, 12, 45)
    assert visitor.complaints.said == []


def test_without_javascript_the_list_moves_it(visitor, draft, parties):
    page = opened(visitor, parties.plans, page_of(draft), javascript=False)
    page.get_by_label(f"New beginning: {CENTRE}").fill("15:30")
    page.get_by_role("button", name=f"Move {CENTRE}").click()
    assert begins(draft) == at(18, 15, 30)


@pytest.mark.parametrize("looks", [(1440, False, "en-gb"), (360, True, "ja"), (360, False, "de")])
def test_every_page_of_the_programme_is_accessible_and_fits(visitor, draft, parties, looks):
    width, dark, language = looks
    User.objects.update(language=language)
    key = draft.items.get(title_en=CENTRE).key
    page = opened(visitor, parties.plans, page_of(draft), width=width, dark=dark, language=language)
    bad = []
    for more in ("", "items/add/", f"items/{key}/edit/", f"items/{key}/move/", f"items/{key}/remove/", "today/"):
        page.goto(page_of(draft, more))
        picture(page, f"programme-{more.strip('/').rpartition('/')[2] or 'page'}-{width}-{language}")
        bad += [(more, line) for line in [*axe_violations(page), *too_wide(page), *too_small(page)]]
    assert bad == []
    assert visitor.complaints.said == []


def test_the_page_for_the_day_is_read_without_a_network(visitor, draft, parties):
    Itinerary.objects.filter(pk=draft.pk).update(state="agreed", proposed_at=NOON)
    page = opened(visitor, parties.asks, page_of(draft, "today/"), width=360)
    page.locator("[data-kept=yes]").wait_for()
    expect(page.locator("[data-offline]")).to_be_hidden()
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("[data-offline]")).to_be_visible()
    for words in (CITY_HALL, "Ask for room 2.", "+44 113 000 0000", "Fetched at"):
        expect(page.locator(".today")).to_contain_text(words)
    assert page.evaluate("getComputedStyle(document.querySelector('.stops > li')).borderLeftWidth") != "0px"
    picture(page, "programme-offline-360")
    page.context.set_offline(False)
    Itinerary.objects.filter(pk=draft.pk).update(state="draft", proposed_at=None)
    assert page.reload().status == 404  # and the copy is gone with it
    page.context.set_offline(True)
    with pytest.raises(Exception, match="net::ERR_FAILED"):
        page.reload()
