"""Whoever sees other people's data proves a second factor; the staff site has no door of its own."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clair_portal.accounts.models import User
from clair_portal.accounts.second_factor import SecondFactorAdapter
from clair_portal.roles import ROLES
from tests.accounts.conftest import PASSWORD, ask_for_code, is_signed_in, last_code, sign_in, type_code
from tests.factories.accounts import RoleAssignmentFactory, UserFactory
from tests.factories.directory import OrganisationFactory

pytestmark = pytest.mark.django_db
PAGE = "/accounts/email/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _required(settings: Any) -> None:
    settings.PORTAL_REQUIRE_MFA = True


@pytest.fixture
def officer(robin: User) -> User:
    RoleAssignmentFactory(user=robin, role="staff_jetaa")
    return User.objects.get(pk=robin.pk)


def totp_code() -> str:
    return format_hotp_value(hotp_value(SECRET, next(iter(yield_hotp_counters_from_time()))))


def passkey(user: User) -> Authenticator:
    return Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Key"})


@pytest.mark.parametrize("role", sorted(key for key, role in ROLES.items() if role.sees_others))
def test_without_a_second_factor_only_setting_it_up_is_open(role: str, client: Client) -> None:
    organisation = OrganisationFactory() if ROLES[role].scoped else None
    client.force_login(RoleAssignmentFactory(role=role, organisation=organisation).user)
    assert client.get(PAGE)["Location"] == f"/accounts/2fa/?next={PAGE}"
    assert client.get("/admin/")["Location"] == "/accounts/2fa/?next=/admin/"
    assert client.get("/accounts/2fa/").status_code == 200
    assert client.get("/accounts/logout/").status_code == 200


@pytest.mark.parametrize("role", sorted(key for key, role in ROLES.items() if not role.sees_others))
def test_who_sees_only_their_own_data_needs_none(role: str, client: Client) -> None:
    client.force_login(RoleAssignmentFactory(role=role).user)
    assert client.get(PAGE).status_code == 200


def test_a_post_is_stopped_as_well(officer: User, client: Client) -> None:
    client.force_login(officer)
    assert client.post(PAGE, {"action_add": "", "email": "new@example.org"})["Location"].startswith("/accounts/2fa/")


def test_signing_in_with_password_and_app_opens_the_portal(officer: User, client: Client) -> None:
    TOTP.activate(officer, SECRET)
    assert sign_in(client, officer.email)["Location"] == "/accounts/2fa/authenticate/"
    assert not is_signed_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": totp_code()})
    assert client.get(PAGE).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get("/accounts/login/")
    assert len(queries) == 2  # session and user: the second factor is read from the session


def test_signing_in_by_mailed_code_asks_the_app_as_well(officer: User, client: Client) -> None:
    TOTP.activate(officer, SECRET)
    ask_for_code(client, officer.email)
    answer = type_code(client, last_code(officer.email), "account_confirm_login_code")
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert not is_signed_in(client)


def test_a_session_from_before_the_set_up_proves_it_once(officer: User, client: Client) -> None:
    client.force_login(officer)
    TOTP.activate(officer, SECRET)
    assert client.get(PAGE)["Location"] == f"/accounts/2fa/reauthenticate/?next={PAGE}"
    client.post(f"/accounts/2fa/reauthenticate/?next={PAGE}", {"code": totp_code()})
    assert client.get(PAGE).status_code == 200


def test_recovery_codes_alone_are_no_second_factor(officer: User, client: Client) -> None:
    Authenticator.objects.create(user=officer, type=Authenticator.Type.RECOVERY_CODES, data={})
    client.force_login(officer)
    assert client.get(PAGE)["Location"] == f"/accounts/2fa/?next={PAGE}"


def test_another_users_proof_is_worth_nothing(officer: User, client: Client) -> None:
    """The records of the session carry the user they belong to."""
    client.force_login(officer)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": 0, "type": "totp"}]
    session["account_authentication_methods_user"] = str(UserFactory().pk)
    session.save()
    assert client.get(PAGE)["Location"] == f"/accounts/2fa/?next={PAGE}"


def test_the_demonstration_asks_for_none(officer: User, client: Client, settings: Any) -> None:
    settings.PORTAL_REQUIRE_MFA = False
    client.force_login(officer)
    assert client.get(PAGE).status_code == 200


def test_the_last_app_is_not_given_up(officer: User, client: Client) -> None:
    TOTP.activate(officer, SECRET)
    sign_in(client, officer.email)
    client.post("/accounts/2fa/authenticate/", {"code": totp_code()})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.post("/accounts/2fa/totp/deactivate/")
    assert page.context["form"].non_field_errors() == [
        "Your role needs a second factor. Add another one before you remove this one."
    ]
    passkey(officer)
    client.post("/accounts/2fa/totp/deactivate/")
    assert list(Authenticator.objects.values_list("type", flat=True)) == ["webauthn"]


def test_the_last_passkey_is_not_given_up(officer: User, client: Client) -> None:
    TOTP.activate(officer, SECRET)
    sign_in(client, officer.email)
    client.post("/accounts/2fa/authenticate/", {"code": totp_code()})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    Authenticator.objects.all().delete()
    key = passkey(officer)
    answer = client.post(f"/accounts/2fa/webauthn/keys/{key.pk}/remove/")
    assert answer["Location"] == "/accounts/2fa/webauthn/"
    assert list(Authenticator.objects.all()) == [key]
    TOTP.activate(officer, SECRET)
    client.post(f"/accounts/2fa/webauthn/keys/{key.pk}/remove/")
    assert list(Authenticator.objects.values_list("type", flat=True)) == ["totp"]


def test_an_alumnus_may_give_up_the_second_factor(robin: User) -> None:
    assert SecondFactorAdapter().can_delete_authenticator(passkey(robin))


def test_the_secret_of_the_app_is_sealed_in_the_database(robin: User, settings: Any) -> None:
    TOTP.activate(robin, SECRET)
    stored = Authenticator.objects.get().data["secret"]
    assert SECRET not in stored
    adapter = SecondFactorAdapter()
    assert adapter.decrypt(stored) == SECRET
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "a-new-key-after-rotation"
    assert adapter.decrypt(stored) == SECRET


# The staff site's door


def test_the_staff_site_sends_strangers_to_the_one_sign_in(client: Client) -> None:
    assert client.get("/admin/login/")["Location"].startswith("/accounts/login/?next=")
    assert client.get("/admin/")["Location"].startswith("/accounts/login/?next=")


def test_the_staff_site_takes_no_password(officer: User, client: Client, settings: Any) -> None:
    settings.PORTAL_REQUIRE_MFA = False
    client.post("/admin/login/", {"username": officer.email, "password": PASSWORD, "next": "/admin/"})
    assert not is_signed_in(client)


def test_people_without_a_staff_role_are_refused(robin: User, client: Client) -> None:
    client.force_login(robin)
    assert (client.get("/admin/").status_code, client.get("/admin/login/").status_code) == (403, 403)
