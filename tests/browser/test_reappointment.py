"""A reappointment from both sides in real browsers: headquarters asks, both answer, and the next term is there."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from clair_portal.accounts.models import User
from jet.actions import reappointment_rounds
from jet.models import Reappointment, Term
from tests.browser.support import axe_violations, picture, too_small, too_wide
from tests.browser.test_events import sign_in
from tests.factories.accounts import RoleAssignmentFactory, UserFactory
from tests.factories.jet import PlacementFactory, TermFactory
from tests.factories.reappointments import ReappointmentFactory

pytestmark = pytest.mark.django_db(transaction=True)


class Sides:
    """Headquarters, a city at its desk, and its participant on a phone; the present term ends in half a year."""

    def __init__(self, visitor, **looks) -> None:
        self.visitor, self.looks = visitor, looks
        today = timezone.localdate()
        self.first_on = today - timedelta(days=180)
        self.term = TermFactory(number=3, first_on=self.first_on, last_on=today + timedelta(days=184))
        self.participant = self.term.participant
        organisation = PlacementFactory(participant=self.participant, first_on=self.first_on).employer.organisation
        self.due_on, self.year = today + timedelta(days=30), (self.term.last_on + timedelta(days=1)).year
        self.city_user = RoleAssignmentFactory(role="authority", organisation=organisation).user
        self.hq_user = RoleAssignmentFactory(role="hq").user
        self.own_user = UserFactory(person=self.participant.person)
        User.objects.update(language=looks.get("language", "en-gb"))

    def enter(self, user: User, path: str, **facts) -> Page:
        page = self.visitor.page(**{**self.looks, **facts})
        sign_in(page, Client(), user, self.visitor.address)
        page.goto(path)
        return page

    @property
    def asked(self) -> Reappointment:
        return Reappointment.objects.get(participant=self.participant)


def test_a_reappointment_from_both_sides(visitor):
    sides = Sides(visitor)
    hq = sides.enter(sides.hq_user, f"/jet/reappointments/rounds/{sides.year}/")
    hq.get_by_role("link", name="Open the round").click()
    hq.fill("[name=due_on]", sides.due_on.isoformat())
    hq.get_by_role("button", name="Ask everybody").dblclick()
    expect(hq.locator("main")).to_contain_text("How far the round is")
    assert Reappointment.objects.count() == 1

    own = sides.enter(sides.own_user, f"/jet/participants/{sides.participant.jet_number}/", width=360)
    own.get_by_role("link", name="My reappointment").click()
    own.get_by_role("link", name="Yes, I would like to stay").click()
    own.get_by_role("button", name="Yes, I would like to stay").dblclick()
    expect(own.locator("main")).to_contain_text("Your employer sees that once it has answered itself.")

    city = sides.enter(sides.city_user, "/jet/reappointments/")
    expect(city.locator("tbody")).to_contain_text("not shown before you have answered")
    city.get_by_role("link", name=str(sides.participant.person)).click()
    city.get_by_role("link", name="Answer", exact=True).click()
    city.get_by_label("Yes, we offer another year").check()
    city.get_by_role("button", name="Send the answer").click()
    expect(city.locator("main")).to_contain_text("A fourth or fifth year needs a reasoned statement.")
    assert city.get_by_label("Yes, we offer another year").is_checked()
    city.get_by_label("Why a fourth or fifth year").fill("The pupils ask for it.")
    city.get_by_role("button", name="Send the answer").dblclick()
    expect(city.locator("main")).to_contain_text("Both have said yes.")
    assert sides.asked.state == "agreed"

    own.reload()
    expect(own.locator("main")).to_contain_text("Your employer says yes too.")
    the_day_after = timezone.now() + timedelta(days=32)
    reappointment_rounds.sweep(lambda: the_day_after)
    own.reload()
    expect(own.get_by_role("heading", level=1)).to_have_text("You stay another year")
    following = Term.objects.get(number=4)
    assert (following.first_on, following.exception) == (
        sides.term.last_on + timedelta(days=1), "The pupils ask for it.",
    )  # fmt: skip
    assert [line for line in visitor.complaints.said if "422" not in line] == []  # the statement that was missing


@pytest.mark.parametrize(("width", "language"), [(1440, "en-gb"), (360, "ja")])
def test_every_page_of_reappointment_is_accessible_and_fits(visitor, width, language):
    sides = Sides(visitor, width=width, language=language)
    mine = ReappointmentFactory(term=sides.term, placement=None, employer=sides.participant.placements.get().employer,
                                due_on=sides.due_on, year=sides.year)  # fmt: skip
    soon = {"due_on": timezone.localdate() + timedelta(days=3), "year": sides.year, "placement": None}
    differ = ReappointmentFactory(authority_answer="yes", participant_answer="no", **soon, employer=mine.employer)
    said = ReappointmentFactory(authority_answer="yes", **soon, employer=mine.employer)
    ReappointmentFactory(**soon, employer=mine.employer)
    list_, round_ = "/jet/reappointments/", f"/jet/reappointments/rounds/{sides.year}/"
    pages = {
        sides.own_user: [f"/jet/reappointment/{step}" for step in ("", "yes/", "no/", "take-back/")],
        sides.city_user: [list_, f"{list_}{mine.pk}/", f"{list_}{mine.pk}/answer/", f"{list_}{said.pk}/take-back/"],
        sides.hq_user: [list_, f"{list_}{differ.pk}/", f"{list_}{differ.pk}/decide/", round_, f"{round_}open/",
                        f"{round_}deadline/"],
    }  # fmt: skip
    bad = []
    for user, paths in pages.items():
        page = sides.enter(user, "/accessibility/")
        for path in paths:
            page.goto(path)
            name = path.strip("/").replace("/", "-")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            picture(page, f"{user.pk}-{name}-{width}-{language}")
            bad += [(path, line) for line in [*axe_violations(page), *too_wide(page), *too_small(page)]]
    assert (bad, visitor.complaints.said) == ([], [])
