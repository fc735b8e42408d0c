"""The event pages in a browser: axe, nothing that sticks out, the policy kept, the whole journey by click."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events import emails
from events.models import Quota, Registration
from tests.browser.support import axe_violations, too_wide
from tests.factories.accounts import RoleAssignmentFactory, UserFactory
from tests.factories.events import EventFactory, ProgrammeItemFactory, RegistrationFactory, TicketTypeFactory

pytestmark = pytest.mark.django_db(transaction=True)

PUBLIC = ("/", "/events/", "{event}", "{full}", "{event}guest/", "{place}", "{place}give-back/",
          "/accounts/login/", "/accounts/signup/", "/privacy/", "/accessibility/")  # fmt: skip


@pytest.fixture
def world():
    """Two events that are open today, one of them full, and somebody's place."""
    now = timezone.now()
    open_now = {
        "published": True, "starts_at": now + timedelta(days=40), "registration_opens_at": now - timedelta(days=9),
    }  # fmt: skip
    event = EventFactory(description_en="One paragraph.\n\nAnother.", **open_now)
    ticket_type = TicketTypeFactory(event=event, name_en="Returnee", quota__size=120, quota__taken=82)
    ProgrammeItemFactory(event=event, starts_at=event.starts_at)
    full = TicketTypeFactory(event=EventFactory(**open_now), quota__size=2, quota__taken=2).event
    registration = RegistrationFactory(ticket_type=ticket_type, person=UserFactory().person)
    place = emails.place_path(registration)
    paths = {"event": f"/events/{event.slug}/", "full": f"/events/{full.slug}/", "place": place}
    return paths | {"ticket_type": ticket_type}


def sign_in(page, client, user, address):
    client.force_login(user)
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])


@pytest.mark.parametrize(
    ("width", "dark", "language"), [(1440, False, "en-gb"), (360, True, "ja"), (360, False, "de"), (768, False, "ja")]
)
def test_every_public_page_is_accessible_fits_and_keeps_to_the_policy(visitor, world, width, dark, language):
    page = visitor.page(width=width, dark=dark, language=language)
    bad = []
    for path in PUBLIC:
        page.goto(path.format(**world))
        bad += [(path, line) for line in [*axe_violations(page), *too_wide(page)]]
    assert bad == []
    assert visitor.complaints.said == []


def test_an_alumnus_registers_and_gives_the_place_back_by_clicks_alone(visitor, world, client):
    user = UserFactory()
    page = visitor.page(width=390)
    sign_in(page, client, user, visitor.address)
    page.goto(world["event"])
    page.get_by_role("link", name="Register", exact=True).click()
    page.get_by_label("Is there anything the organisers should know?").fill("vegetarian")
    page.get_by_role("button", name="Register").dblclick()
    page.wait_for_url("**/events/place/**")
    assert page.get_by_text("You have a place").is_visible()
    registration = Registration.objects.get(person=user.person)
    assert (registration.note, Quota.objects.get(ticket_types=world["ticket_type"]).taken) == ("vegetarian", 83)
    page.get_by_role("link", name="Give the place back").click()
    page.get_by_role("button", name="Give it back").click()
    page.wait_for_url("**/events/place/**")
    assert page.get_by_text("You gave this place back").is_visible()
    assert Quota.objects.get(ticket_types=world["ticket_type"]).taken == 82
    assert visitor.complaints.said == []


def test_everything_works_without_javascript(visitor, world, client):
    page = visitor.page(width=390, javascript=False)
    sign_in(page, client, UserFactory(), visitor.address)
    page.goto(world["event"] + "register/")
    page.get_by_role("button", name="Register").click()
    assert page.get_by_text("You have a place").is_visible()


@pytest.mark.parametrize("path", ["/admin/", "/admin/events/event/", "/admin/events/event/add/",
                                  "/admin/events/event/{pk}/change/", "/admin/events/registration/"])  # fmt: skip
def test_the_staff_pages_of_events_have_no_grave_finding(visitor, world, client, path):
    page = visitor.page()
    sign_in(page, client, RoleAssignmentFactory(role="staff_admin").user, visitor.address)
    page.goto(path.format(pk=world["ticket_type"].event_id))
    assert [line for line in axe_violations(page) if "(critical)" in line or "(serious)" in line] == []
    assert visitor.complaints.said == []
