"""A three-way swap in a browser: three ask, headquarters proposes, three employers agree, headquarters approves."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from clair_portal.accounts.models import User
from jet.models import Placement, SwapCycle, Term, TransferRequest
from tests.browser.support import axe_violations, picture, too_small, too_wide
from tests.browser.test_events import sign_in
from tests.jet import swapping

pytestmark = pytest.mark.django_db(transaction=True)
MINE, LIST, SWAPS = "/jet/transfer/", "/jet/transfers/", "/jet/transfers/swaps/"


@pytest.fixture
def towns():
    return swapping.towns()


def around_today(day):
    """Everybody serves from half a year ago until in half a year, whenever this test runs."""
    half = timedelta(days=180)
    Placement.objects.update(first_on=day - half)
    Term.objects.update(first_on=day - half, last_on=day + half)


def opened(visitor, user, path, **facts):
    User.objects.filter(pk=user.pk).update(language=facts.get("language", "en-gb"))
    page = visitor.page(**facts)
    sign_in(page, Client(), user, visitor.address)
    page.goto(path)
    return page


def asks(visitor, request):
    """A participant submits a draft, as far as the plain words of what comes next."""
    page = opened(visitor, swapping.account(request), MINE)
    page.get_by_role("link", name="Submit the request").click()
    page.get_by_role("button", name="Submit the request").dblclick()
    expect(page.locator("main")).to_contain_text("Headquarters reads your request")
    page.context.close()


def test_a_three_way_swap(visitor, towns):
    ring = swapping.three(towns)
    TransferRequest.objects.update(state="draft")
    today = timezone.localdate()
    around_today(today)
    for request in ring:
        asks(visitor, request)
    office = opened(visitor, towns.hq, LIST)
    for name in ("Ada", "Ben", "Cia"):
        office.goto(LIST)
        office.get_by_role("link", name=f"{name} Example").click()
        office.get_by_role("link", name="Decide").click()
        office.get_by_label("Yes: look for a place").check()
        office.get_by_role("button", name="Decide").click()
        expect(office.locator("main")).to_contain_text("A place is being looked for.")
    office.goto(SWAPS)
    expect(office.locator(".swap li")).to_have_count(3)
    office.get_by_role("link", name="Propose to the employers").click()
    office.get_by_label("First day at the new places").fill((today + timedelta(days=30)).isoformat())
    office.get_by_role("button", name="Ask the employers").click()
    office.wait_for_url("**/swaps/SC-*/")
    cycle = SwapCycle.objects.get()
    for name in "ABC":
        consent = cycle.consents.get(employer=towns.town(name))
        page = opened(visitor, towns.speaker(name), "/jet/transfers/asked/")
        page.get_by_role("link", name=f"Town {name}").click()
        expect(page.locator("main")).not_to_contain_text("The clinic is far away.")
        page.get_by_label("Yes, we agree").check()
        page.get_by_role("button", name="Send the answer").dblclick()
        expect(page.locator("main")).to_contain_text("Thank you.")
        consent.refresh_from_db()
        assert consent.by == towns.speaker(name)
        page.context.close()
    office.reload()
    office.get_by_role("link", name="Approve").click()
    office.get_by_role("button", name="Approve").dblclick()
    expect(office.locator("main")).to_contain_text("The placements are written.")
    now = Placement.objects.on(today + timedelta(days=30)).values_list(
        "participant__person__given", "employer__organisation__name_en"
    )
    assert sorted(now) == [("Ada", "Town B"), ("Ben", "Town C"), ("Cia", "Town A")]
    own = opened(visitor, swapping.account(ring[0]), MINE)
    expect(own.locator("main")).to_contain_text("You work for Town B from")
    assert visitor.complaints.said == []


@pytest.mark.parametrize("looks", [(1440, "en-gb"), (360, "ja")])
def test_every_page_of_transfers_is_accessible_and_fits(visitor, towns, looks):
    width, language = looks
    ring = swapping.three(towns)
    chain = towns.asks("Dov", "D", "E")
    towns.asks("Eve", "F", "D", state="submitted")
    towns.free("E")
    around_today(timezone.localdate())
    pages = [(towns.hq, SWAPS), (towns.hq, LIST)]
    bad = look(visitor, pages, width, language)
    from_now = timezone.now()
    proposal = next(each for each in swapping.search.proposals(from_now) if len(each.steps) == 3)
    day = timezone.localdate() + timedelta(days=30)
    cycle = swapping.swaps.propose(proposal, effective_on=day, by=towns.hq, at=from_now)
    towns.answers(cycle, "B")
    waiting = TransferRequest.objects.get(state="submitted").number
    consents = {name: cycle.consents.get(employer=towns.town(name)).pk for name in "AB"}
    left = swapping.search.proposals(from_now)[0].fingerprint
    pages = [
        (towns.hq, f"{SWAPS}{cycle.number}/"), (towns.hq, f"{SWAPS}{cycle.number}/approve/"),
        (towns.hq, f"{SWAPS}{cycle.number}/dissolve/"), (towns.hq, f"{SWAPS}propose/{left}/"),
        (towns.hq, f"{LIST}{waiting}/"), (towns.hq, f"{LIST}{waiting}/decide/"),
        (towns.hq, f"{LIST}{chain.number}/close/"), (towns.speaker("A"), "/jet/transfers/asked/"),
        (towns.speaker("A"), f"/jet/transfers/asked/{consents['A']}/"),
        (towns.speaker("B"), f"/jet/transfers/asked/{consents['B']}/"),
        (swapping.account(ring[0]), MINE), (swapping.account(chain), f"{MINE}withdraw/"),
        (swapping.account(chain), f"{MINE}write/"),
    ]  # fmt: skip
    TransferRequest.objects.filter(pk=ring[1].pk).update(state="withdrawn")
    pages += [(swapping.account(ring[1]), f"{MINE}write/"), (swapping.account(ring[1]), MINE)]
    bad += look(visitor, pages, width, language)
    assert (bad, visitor.complaints.said) == ([], [])


def look(visitor, pages, width, language):
    bad = []
    for number, (user, path) in enumerate(pages):
        page = opened(visitor, user, path, width=width, language=language)
        picture(page, f"transfers-{width}-{language}-{len(pages)}-{number}")
        bad += [(path, line) for line in [*axe_violations(page), *too_wide(page), *too_small(page)]]
        page.context.close()
    return bad
