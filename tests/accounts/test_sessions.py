"""Sessions end: by resting, by age, by signing out, by a new password, by a shut account."""

from datetime import datetime, timedelta
from urllib.parse import unquote

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clair_portal.accounts.actions import users
from clair_portal.accounts.models import AccessChange, Session, User
from clair_portal.accounts.sessions import BEGAN, SEEN
from clair_portal.workflow import DomainError
from tests.accounts.conftest import PASSWORD, is_signed_in, sign_in
from tests.factories.accounts import RoleAssignmentFactory, UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/accounts/email/"


def visit(client: Client) -> bool:
    """Whether the page for signed-in people opens."""
    return client.get(PAGE).status_code == 200


@pytest.fixture
def alumnus(clock: time_machine.Traveller) -> Client:
    browser = Client()
    browser.force_login(UserFactory())
    return browser


@pytest.fixture
def officer(clock: time_machine.Traveller) -> Client:
    browser = Client()
    browser.force_login(RoleAssignmentFactory(role="staff_finance").user)
    return browser


def test_staff_are_signed_out_after_thirty_minutes_of_rest(officer: Client, clock: time_machine.Traveller) -> None:
    clock.shift(timedelta(minutes=30))
    assert visit(officer)
    clock.shift(timedelta(minutes=30, seconds=1))
    assert not visit(officer)
    assert not is_signed_in(officer)


def test_staff_are_signed_out_after_twelve_hours_of_work(officer: Client, clock: time_machine.Traveller) -> None:
    opened = []
    for _step in range(36):
        clock.shift(timedelta(minutes=20))
        opened.append(visit(officer))
    assert opened == [True] * 36
    clock.shift(timedelta(seconds=1))
    assert not visit(officer)


def test_alumni_rest_seven_days(alumnus: Client, clock: time_machine.Traveller) -> None:
    clock.shift(timedelta(days=7))
    assert visit(alumnus)
    clock.shift(timedelta(days=7, seconds=1))
    assert not visit(alumnus)


def test_alumni_stay_thirty_days_at_most(alumnus: Client, clock: time_machine.Traveller) -> None:
    opened = []
    for _step in range(6):
        clock.shift(timedelta(days=5) - timedelta(seconds=1))
        opened.append(visit(alumnus))
    assert opened == [True] * 6
    clock.shift(timedelta(seconds=7))
    assert not visit(alumnus)


def test_a_role_shortens_the_session_that_runs(alumnus: Client, clock: time_machine.Traveller) -> None:
    RoleAssignmentFactory(user=User.objects.get(), role="hq")
    clock.shift(timedelta(minutes=31))
    assert not visit(alumnus)


def test_who_was_signed_out_is_told_so(officer: Client, clock: time_machine.Traveller) -> None:
    clock.shift(timedelta(hours=1))
    page = officer.get(PAGE, follow=True)
    assert [str(message) for message in page.context["messages"]] == [
        "You were signed out because some time has passed. Please sign in again."
    ]


def test_a_visit_is_written_down_seldom_and_a_page_costs_two_queries(
    officer: Client, clock: time_machine.Traveller
) -> None:
    """One for the session, one for the user with person and roles; after 90 seconds the visit is noted once."""

    def cost() -> list[str]:
        with CaptureQueriesContext(connection) as queries:
            officer.get("/accounts/login/")  # redirects whoever is signed in, without a query of its own
        return [query["sql"].split(" ")[0] for query in queries]

    assert cost() == ["SELECT", "SELECT"]
    clock.shift(timedelta(seconds=91))
    assert "UPDATE" in cost()
    assert cost() == ["SELECT", "SELECT"]


def test_anonymous_visitors_cost_no_query(client: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        client.get("/accounts/signup/")
    assert len(queries) == 0


def test_a_session_knows_its_user_and_when_it_began(client: Client, robin: User) -> None:
    sign_in(client, robin.email)
    session = Session.objects.get(session_key=client.session.session_key)
    assert session.user == robin
    assert client.session[BEGAN] == client.session[SEEN]


def test_the_key_of_the_session_changes_at_sign_in(client: Client, robin: User) -> None:
    client.get("/accounts/login/")
    planted = client.session
    planted["planted"] = True
    planted.save()
    client.cookies["sessionid"] = planted.session_key
    sign_in(client, robin.email)
    assert client.session.session_key != planted.session_key
    assert not Session.objects.filter(session_key=planted.session_key).exists()


def test_signing_out_ends_the_session_on_the_server(client: Client, robin: User) -> None:
    sign_in(client, robin.email)
    stolen = Client()
    stolen.cookies = client.cookies.copy()
    client.post("/accounts/logout/")
    assert not visit(stolen)
    assert not Session.objects.filter(user=robin).exists()


def test_signing_out_needs_a_post(client: Client, robin: User) -> None:
    sign_in(client, robin.email)
    client.get("/accounts/logout/")
    assert is_signed_in(client)


def test_a_new_password_ends_the_other_sessions(client: Client, robin: User) -> None:
    other = Client()
    for browser in (client, other):
        sign_in(browser, robin.email)
    change = {"oldpassword": PASSWORD, "password1": "nine-red-kites", "password2": "nine-red-kites"}
    client.post("/accounts/password/change/", change)
    assert (visit(client), visit(other)) == (True, False)


def test_signing_out_everywhere_spares_the_session_that_asked(client: Client, robin: User) -> None:
    stranger, other = Client(), Client()
    for browser in (client, other):
        sign_in(browser, robin.email)
    stranger.force_login(UserFactory())
    assert users.sign_out_everywhere(robin, except_for=client.session.session_key) == 1
    assert (visit(client), visit(other), visit(stranger)) == (True, False, True)
    assert users.sign_out_everywhere(robin) == 1
    assert not visit(client)


def test_a_shut_account_is_out_at_once_and_cannot_come_back(client: Client, robin: User, now: datetime) -> None:
    sign_in(client, robin.email)
    users.disable(robin, by=None, at=now, reason="Left the office")
    assert not visit(client)
    assert Session.objects.filter(user=robin).count() == 0
    response = sign_in(Client(), robin.email)
    assert response["Location"] == "/accounts/inactive/"
    users.enable(robin, by=None, at=now)
    assert sign_in(Client(), robin.email)["Location"] == PAGE
    assert list(AccessChange.objects.order_by("pk").values_list("kind", "reason")) == [
        ("disabled", "Left the office"), ("enabled", ""),
    ]  # fmt: skip


def test_a_language_is_remembered_for_pages_and_mail(robin: User, now: datetime) -> None:
    users.choose_language(robin, "ja", at=now)
    stored = User.objects.select_related("person").get()
    assert stored.person is not None
    assert (stored.language, stored.person.language) == ("ja", "ja")


def test_a_language_that_the_portal_does_not_speak_is_refused(robin: User, now: datetime) -> None:
    with pytest.raises(DomainError) as refusal:
        users.choose_language(robin, "fr", at=now)
    assert str(refusal.value) == "The portal does not speak this language."
    assert User.objects.get().language == "en-gb"


def test_sensitive_changes_ask_for_the_password_again(client: Client, robin: User) -> None:
    sign_in(client, robin.email)
    for page in ("/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/"):
        assert unquote(client.get(page)["Location"]) == f"/accounts/reauthenticate/?next={page}"
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200
