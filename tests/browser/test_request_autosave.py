"""A draft keeps itself in a real browser, gives way to somebody faster, and the page needs no script."""

import pytest
from django.test import Client

from exchanges.models import VisitCase
from tests.browser.support import axe_violations, too_wide
from tests.browser.test_events import sign_in
from tests.exchanges import conftest as intake

pytestmark = pytest.mark.django_db(transaction=True)

parties = intake.parties
TITLE = "What is the visit about, in one line?"


@pytest.fixture
def page(visitor, parties: intake.Parties):
    type(parties.asks).objects.filter(pk=parties.asks.pk).update(language="en-gb")
    opened = visitor.page()
    sign_in(opened, Client(), parties.asks, visitor.address)
    return opened


def said(page):
    return page.locator("[data-autosave-said]")


def test_a_new_request_is_kept_once_it_has_a_title_and_goes_on_from_there(visitor, page):
    page.goto("/visits/new/")
    page.fill("[name=wished_hosts]", "Leeds City Council")
    page.select_option("[name=country]", "GB")
    page.get_by_label(TITLE).fill("Elderly care")
    said(page).get_by_text("Saved at").wait_for()
    case = VisitCase.objects.get()
    assert (case.title, case.wished_hosts) == ("Elderly care", "Leeds City Council")
    assert page.url.endswith(f"/visits/{case.number}/edit/")
    page.fill("[name=city]", "Leeds")
    page.locator("[name=seen_version][value='2']").wait_for(state="attached")
    page.reload()
    assert page.input_value("[name=city]") == "Leeds"
    page.fill("[name=city]", "York")
    page.get_by_role("button", name="Keep the draft").click()
    page.wait_for_url(f"**/visits/{case.number}/")
    assert (VisitCase.objects.get().city, visitor.complaints.said) == ("York", [])


def test_somebody_elses_newer_version_stays(page, parties: intake.Parties):
    case = parties.case(state=VisitCase.State.DRAFT, city="Bath")
    page.goto(f"/visits/{case.number}/edit/")
    VisitCase.objects.update(city="York", version=2)
    page.fill("[name=city]", "Leeds")
    said(page).get_by_text("Somebody has changed this in the meantime.").wait_for()
    assert (VisitCase.objects.get().city, page.input_value("[name=city]")) == ("York", "Leeds")


def test_without_a_script_the_button_keeps_it(visitor, parties: intake.Parties):
    case = parties.case(state=VisitCase.State.DRAFT, city="Bath")
    page = visitor.page(javascript=False)
    sign_in(page, Client(), parties.asks, visitor.address)
    page.goto(f"/visits/{case.number}/edit/")
    page.fill("[name=city]", "Leeds")
    page.locator("main form button").click()
    page.wait_for_url(f"**/visits/{case.number}/")
    assert VisitCase.objects.get().city == "Leeds"


@pytest.mark.parametrize("width", [360, 1440])
def test_the_pages_of_the_workbook_are_accessible_and_fit(visitor, page, parties: intake.Parties, width):
    case = parties.case(state=VisitCase.State.DRAFT)
    page.set_viewport_size({"width": width, "height": 800})
    bad = []
    for path in ("/visits/new/excel/", f"/visits/{case.number}/excel/"):
        page.goto(path)
        bad += [(path, line) for line in [*axe_violations(page), *too_wide(page)]]
    assert (bad, visitor.complaints.said) == ([], [])
