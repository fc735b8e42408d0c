"""What the tests of the accounts share: signing up, reading the code from the mail, a little waiting."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from clair_portal.accounts.actions import sign_ups
from clair_portal.accounts.models import User
from clair_portal.directory.models import Organisation
from clair_portal.mail.models import OutgoingMail
from tests.factories.accounts import RoleAssignmentFactory
from tests.factories.directory import OrganisationFactory

PASSWORD = "seven-green-herons"


@pytest.fixture(autouse=True)
def _landing(settings: Any) -> None:
    """Where sign-in leads is the pages' business."""
    settings.LOGIN_REDIRECT_URL = settings.LOGOUT_REDIRECT_URL = "/accounts/email/"


@pytest.fixture(autouse=True)
def _quick_hashes(settings: Any) -> None:
    """What a password costs to check is not what these tests are about."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _no_limit_left_over(db: None) -> Iterator[None]:
    """The cache's table belongs to no model: what a test with real transactions leaves there, nobody empties."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """A clock that stands still until it is moved."""
    with time_machine.travel(datetime(2026, 11, 23, 12, 0, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def robin(now: datetime) -> User:
    """An alumnus with a password and no role."""
    return sign_ups.admit("robin@example.org", family="Example", given="Robin", password=PASSWORD, at=now)


@pytest.fixture
def admin() -> User:
    """An administrator, who may give every role."""
    holder: User = RoleAssignmentFactory(role="staff_admin").user
    return holder


@pytest.fixture
def chapter() -> Organisation:
    body: Organisation = OrganisationFactory(kind=Organisation.Kind.CHAPTER)
    return body


def fresh(user: User) -> User:
    """The user as the next request finds them."""
    return User.objects.get(pk=user.pk)


class Thing:
    """Something that belongs to an organisation."""

    def __init__(self, scope_id: int | None) -> None:
        self.scope_id = scope_id


def sign_up(client: Client, email: str, **facts: str) -> HttpResponse:
    form = {"email": email, "password1": PASSWORD, "family": "Example", "given": "Kim", "language": "en-gb"}
    return client.post(reverse("account_signup"), {**form, "agrees": "on", **facts})


def sign_in(client: Client, email: str, password: str = PASSWORD, **extra: Any) -> HttpResponse:
    return client.post(reverse("account_login"), {"login": email, "password": password}, **extra)


def ask_for_code(client: Client, email: str) -> HttpResponse:
    return client.post(reverse("account_request_login_code"), {"email": email})


def type_code(client: Client, code: str, route: str = "account_email_verification_sent") -> HttpResponse:
    return client.post(reverse(route), {"code": code})


def last_mail(to: str) -> OutgoingMail:
    return OutgoingMail.objects.filter(to=to).order_by("-pk")[0]


def last_code(to: str) -> str:
    code: str = last_mail(to).context["code"]
    return code


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session
