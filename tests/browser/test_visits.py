"""The intake of a visit in a browser: authority, office and branch in turn, from the first line to planning."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from exchanges.models import VisitCase
from tests.browser.support import axe_violations, too_wide
from tests.browser.test_events import sign_in
from tests.exchanges import conftest as intake

pytestmark = pytest.mark.django_db(transaction=True)

parties = intake.parties
State = VisitCase.State
PUBLIC = ("/visits/", "/visits/new/", "{case}", "{case}edit/", "{case}delegation/", "{case}send/", "{case}request/",
          "{case}write/")  # fmt: skip


def stands() -> str:
    return str(VisitCase.objects.values_list("state", flat=True).get())


def press(page, name):
    """Follow the button of the next step and say yes once more."""
    page.get_by_role("link", name=name, exact=True).click()
    page.locator("main form button").click()
    page.wait_for_url("**/visits/VS-*-001/")


def step(page, name, reason=""):
    """Press a button of the staff site and confirm."""
    page.get_by_role("link", name=name, exact=True).click()
    if reason:
        page.fill("textarea[name=reason]", reason)
    page.locator("#content form button[type=submit]").first.click()
    page.wait_for_url("**/change/")


def test_a_visit_from_the_first_line_to_planning(visitor, parties: intake.Parties):
    for user in (parties.asks, parties.endorses):
        type(user).objects.filter(pk=user.pk).update(language="en-gb")
    first = timezone.localdate() + timedelta(weeks=20)
    page = visitor.page()
    sign_in(page, Client(), parties.asks, visitor.address)
    page.goto("/visits/")
    page.get_by_role("link", name="Ask for support").first.click()
    page.get_by_label("What is the visit about, in one line?").fill("Elderly care in cities")
    page.get_by_label("What do you want to learn or reach").fill("To learn how cities look after old people.")
    page.fill("[name=theme_1]", "Day care")
    page.select_option("[name=country]", "GB")
    page.fill("[name=first_on]", first.isoformat())
    page.fill("[name=last_on]", (first + timedelta(days=4)).isoformat())
    page.get_by_role("button", name="Keep the draft").dblclick()
    page.wait_for_url("**/visits/VS-*-001/")
    assert (VisitCase.objects.count(), stands()) == (1, State.DRAFT)
    page.get_by_role("link", name="Check and send").click()
    assert page.get_by_text("The theme “Day care” has no questions.").is_visible()
    page.get_by_role("button", name="Send", exact=True).dblclick()
    page.wait_for_url("**/visits/VS-*-001/")
    assert stands() == State.ENQUIRY

    office = visitor.page()
    sign_in(office, Client(), parties.plans, visitor.address)
    office.goto("/admin/exchanges/visitcase/")
    office.get_by_role("link", name="VS-").first.click()
    step(office, "Possible")
    assert stands() == State.POSSIBLE

    page.reload()
    page.get_by_role("link", name="Name the delegation").click()
    page.select_option("[name=role]", "head")
    page.fill("[name=family]", "Mihon")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_text("Remove Mihon").wait_for()
    page.get_by_role("link", name="Back to the request").click()
    press(page, "Ask formally")
    assert stands() == State.FORMAL

    branch = visitor.page()
    sign_in(branch, Client(), parties.endorses, visitor.address)
    branch.goto("/visits/")
    branch.get_by_role("link", name="Elderly care in cities").click()
    press(branch, "Pass it on")
    assert stands() == State.ENDORSED

    office.reload()
    step(office, "Begin planning")
    assert (stands(), VisitCase.objects.get().owner) == (State.PLANNING, parties.plans)
    assert visitor.complaints.said == []


@pytest.mark.parametrize(("width", "language"), [(1440, "en-gb"), (360, "ja")])
def test_every_page_of_the_authority_is_accessible_and_fits(visitor, parties: intake.Parties, width, language):
    parties.asks.language = language
    parties.asks.save()
    cases = {
        state: f"/visits/{parties.case(state=state, owner=parties.plans).number}/"
        for state in (State.DRAFT, State.POSSIBLE)
    }
    page = visitor.page(width=width, language=language)
    sign_in(page, Client(), parties.asks, visitor.address)
    bad = []
    for path in PUBLIC:
        page.goto(path.format(case=cases[State.POSSIBLE if "request" in path else State.DRAFT]))
        bad += [(path, line) for line in [*axe_violations(page), *too_wide(page)]]
    assert page.get_attribute("html", "lang") == language
    assert bad == []
    assert visitor.complaints.said == []
