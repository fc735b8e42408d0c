"""One visit in real browsers, sentence by sentence: authority, branch, office, host and interpreter."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from clair_portal.documents import runner
from clair_portal.documents.actions import jobs
from exchanges.emails import hosts as host_emails
from exchanges.emails import interpreters as interpreter_emails
from exchanges.models import Assignment, Host, Meeting, VisitCase
from tests.browser.conftest import Visitor
from tests.browser.test_events import sign_in
from tests.exchanges.conftest import Parties

TOPIC = "Elderly care in cities"
RECORD = re.compile(r"/change/(\?|$)")  # the address of a record, whatever it was opened with


@dataclass
class Visit:
    """Everybody's browser: the authority's, the branch's and the office's at a desk, the others' a phone."""

    visitor: Visitor
    parties: Parties
    first: date = field(default_factory=lambda: _monday(timezone.localdate() + timedelta(weeks=20)))

    @cached_property
    def authority(self) -> Page:
        return self._enter(self.parties.asks)

    @cached_property
    def branch(self) -> Page:
        return self._enter(self.parties.endorses)

    @cached_property
    def office(self) -> Page:
        return self._enter(self.parties.plans)

    @cached_property
    def phone(self) -> Page:
        return self.visitor.page(width=360)

    @property
    def case(self) -> VisitCase:
        return VisitCase.objects.get()

    @property
    def stands(self) -> str:
        return str(self.case.state)

    def authority_drafts(self) -> None:
        page = self.authority
        page.goto("/visits/")
        page.get_by_role("link", name="Ask for support").first.click()
        page.get_by_label("What is the visit about, in one line?").fill(TOPIC)
        page.get_by_label("What do you want to learn or reach").fill("To learn how cities look after old people.")
        page.fill("[name=theme_1]", "Day care")
        page.select_option("[name=country]", "GB")
        page.fill("[name=first_on]", self.first.isoformat())
        page.fill("[name=last_on]", (self.first + timedelta(days=9)).isoformat())
        page.get_by_role("button", name="Keep the draft").dblclick()
        page.wait_for_url("**/visits/VS-*-001/")

    def authority_sounds_out(self) -> None:
        page = self.authority
        page.get_by_role("link", name="Check and send").click()
        assert page.get_by_text("The theme “Day care” has no questions.").is_visible()
        page.get_by_role("button", name="Send", exact=True).dblclick()
        page.wait_for_url("**/visits/VS-*-001/")

    def office_opens_the_case(self) -> None:
        self.office.goto(f"/admin/exchanges/visitcase/{self.case.pk}/change/")

    def authority_names_its_head(self) -> None:
        page = self.authority
        page.reload()
        page.get_by_role("link", name="Name the delegation").click()
        page.select_option("[name=role]", "head")
        page.fill("[name=family]", "Mihon")
        page.get_by_role("button", name="Add", exact=True).click()
        page.get_by_text("Remove Mihon").wait_for()
        page.get_by_role("link", name="Back to the request").click()

    def branch_passes_it_on(self) -> None:
        self.branch.goto("/visits/")
        self.branch.get_by_role("link", name=TOPIC).click()
        press(self.branch, "Pass it on")

    def office_offers_a_time(self, host: Host, *, day: int, hour: str) -> Meeting:
        """A meeting on that day of the visit, counted from 0."""
        page = self.office
        page.goto(f"/admin/exchanges/meeting/add/?case={self.case.pk}&host={host.pk}")
        page.fill("[name=topic]", f"Day care in {host.city}")
        page.fill("[name=contact_email]", host.contact_email)
        page.fill("[name=slot_1_date]", (self.first + timedelta(days=day)).isoformat())
        page.fill("[name=slot_1_time]", hour)
        page.get_by_role("button", name="Save and continue editing").click()
        page.wait_for_url(RECORD)
        step(page, "Offer the times")
        return Meeting.objects.get(host=host)

    def host_chooses(self, meeting: Meeting) -> None:
        self.phone.goto(host_emails.host_path(meeting))
        self.phone.get_by_role("radio").first.check()
        self.phone.get_by_label("Who will speak to the delegation?").fill("Sam Example")
        self.phone.get_by_role("button", name="Choose this time").click()
        self.phone.get_by_text("Sam Example").first.wait_for()

    def office_asks_an_interpreter(self, meeting: Meeting) -> Assignment:
        page = self.office
        page.goto(f"/admin/exchanges/assignment/offer/{meeting.pk}/")
        page.locator("[name=interpreters]").first.check()
        page.get_by_role("button", name="Send the offers").click()
        page.wait_for_url("**/assignment/?q=*")
        return Assignment.objects.get(meeting=meeting)

    def interpreter_accepts(self, assignment: Assignment) -> None:
        self.phone.goto(interpreter_emails.offer_path(assignment))
        self.phone.get_by_role("button", name="Accept the assignment").click()
        self.phone.get_by_text("The time is booked for you").wait_for()

    def office_tells_the_interpreter(self, assignment: Assignment, *names: str) -> None:
        self.office.goto(f"/admin/exchanges/assignment/{assignment.pk}/change/")
        for name in names:
            step(self.office, name)

    def office_plans(self) -> None:
        """The button, the worker's part, the programme that the page leads to, and its record on the staff site."""
        self.office_opens_the_case()
        self.office.get_by_role("link", name="Plan the programme").click()
        self.office.get_by_role("button", name="Plan the programme").click()
        self.office.wait_for_url("**/planning/**")
        job = jobs.claim(at=timezone.now())
        assert job
        runner.run(job, clock=timezone.now)
        self.office.reload()
        self.office.wait_for_url("**/programme/1/")
        self.office.get_by_role("link", name="Open this version on the staff site").click()
        self.office.wait_for_url("**/itinerary/*/change/")

    def _enter(self, user: Any) -> Page:
        type(user).objects.filter(pk=user.pk).update(language="en-gb")
        page = self.visitor.page()
        sign_in(page, Client(), user, self.visitor.address)
        return page


def press(page: Page, name: str) -> None:
    """Follow the button of the next step and say yes once more."""
    page.reload()
    page.get_by_role("link", name=name, exact=True).click()
    page.locator("main form button").click()
    page.wait_for_url("**/visits/VS-*-001/")


def step(page: Page, name: str, reason: str = "") -> None:
    """Press a button of the staff site and confirm."""
    page.reload()
    page.get_by_role("link", name=name, exact=True).click()
    if reason:
        page.fill("textarea[name=reason]", reason)
    page.locator("#content form button[type=submit]").first.click()
    page.wait_for_url(RECORD)


def at_noon(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), tzinfo=timezone.get_default_timezone()) + timedelta(hours=12)


def _monday(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)
