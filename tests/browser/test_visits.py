"""A visit in real browsers, from the first line to the last; and the authority's pages at every width."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from exchanges.models import Itinerary, Meeting, VisitCase
from tests.browser.support import axe_violations, too_wide
from tests.browser.test_events import sign_in
from tests.browser.visit import Visit, at_noon, press, step
from tests.exchanges import conftest as intake
from tests.factories.exchanges import HostFactory, InterpreterFactory

pytestmark = pytest.mark.django_db(transaction=True)

parties = intake.parties
State = VisitCase.State
PUBLIC = ("/visits/", "/visits/new/", "{case}", "{case}edit/", "{case}delegation/", "{case}send/", "{case}request/",
          "{case}write/")  # fmt: skip


def test_a_visit_of_ten_days_from_the_first_line_to_the_last(visitor, parties: intake.Parties):
    """Everybody in a browser of their own; host and interpreter by their links, on a phone."""
    council, centre = HostFactory(), HostFactory(city="York")
    InterpreterFactory()
    visit = Visit(visitor, parties)
    visit.authority_drafts()
    assert (VisitCase.objects.count(), visit.stands) == (1, State.DRAFT)
    visit.authority_sounds_out()
    assert visit.stands == State.ENQUIRY
    visit.office_opens_the_case()
    step(visit.office, "Possible")
    visit.authority_names_its_head()
    press(visit.authority, "Ask formally")
    assert visit.stands == State.FORMAL
    visit.branch_passes_it_on()
    visit.office_opens_the_case()
    step(visit.office, "Begin planning")
    assert (visit.stands, visit.case.owner) == (State.PLANNING, parties.plans)

    first, last = (visit.office_offers_a_time(host, day=day, hour="10:00") for host, day in ((council, 1), (centre, 8)))
    for meeting in (first, last):
        visit.host_chooses(meeting)
    assert list(Meeting.objects.values_list("state", "speaker")) == [("confirmed", "Sam Example")] * 2
    assignment = visit.office_asks_an_interpreter(first)
    visit.interpreter_accepts(assignment)
    visit.office_tells_the_interpreter(assignment, "Confirm", "The papers are ready")
    visit.office_plans()
    step(visit.office, "Propose this version")
    press(visit.authority, "Agree to the programme")
    assert (visit.stands, Itinerary.objects.get().state) == (State.AGREED, "agreed")

    with time_machine.travel(at_noon(visit.first + timedelta(days=11))):
        after = Visit(visitor, parties, first=visit.first)
        after.office_opens_the_case()
        step(after.office, "The delegation is on its way")
        for meeting in (first, last):
            after.office.goto(f"/admin/exchanges/meeting/{meeting.pk}/change/")
            step(after.office, "It has taken place")
        after.office_tells_the_interpreter(assignment, "The work is done")
        after.office_opens_the_case()
        for name in ("The visit is over", "Reported", "Close"):
            step(after.office, name)
        assert after.stands == State.CLOSED
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
