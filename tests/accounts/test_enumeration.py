"""Nobody learns from the portal whether an address has an account."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.http import HttpResponse
from django.test import Client

from clair_portal.accounts.models import User
from clair_portal.mail.models import OutgoingMail
from tests.accounts.conftest import ask_for_code, sign_in, sign_up, type_code

pytestmark = pytest.mark.django_db


def ask_for_new_password(client: Client, email: str) -> HttpResponse:
    return client.post("/accounts/password/reset/", {"email": email})


def sign_in_wrongly(client: Client, email: str) -> HttpResponse:
    return sign_in(client, email, "not-the-right-one")


def what_is_seen(response: HttpResponse, client: Client, email: str) -> tuple[int, str, str, str]:
    """Status, where to, the page itself and the page after it, without tokens and the address that was typed."""
    place = response.headers.get("Location", "")
    after = client.get(place).content.decode() if place else ""
    return response.status_code, place, _bare(response.content.decode(), email), _bare(after, email)


def _bare(page: str, email: str) -> str:
    without_tokens = re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]+"', "", page)
    return without_tokens.replace(email, "ADDRESS")


@pytest.mark.parametrize("ask", [sign_up, sign_in_wrongly, ask_for_new_password, ask_for_code])
def test_known_and_unknown_addresses_get_the_same_answer_and_one_mail_each(
    ask: Callable[[Client, str], HttpResponse], robin: User
) -> None:
    seen = []
    mails = []
    for email in (robin.email, "nobody@example.org"):
        client = Client()
        seen.append(what_is_seen(ask(client, email), client, email))
        mails.append(OutgoingMail.objects.filter(to=email).count())
    assert seen[0] == seen[1]
    assert mails[0] == mails[1]


@pytest.mark.parametrize(
    ("ask", "route"),
    [
        (sign_up, "account_email_verification_sent"),
        (ask_for_new_password, "account_confirm_password_reset_code"),
        (ask_for_code, "account_confirm_login_code"),
    ],
)
def test_wrong_codes_are_answered_alike(ask: Callable[[Client, str], HttpResponse], route: str, robin: User) -> None:
    seen = []
    for email in (robin.email, "nobody@example.org"):
        client = Client()
        ask(client, email)
        answers = [what_is_seen(type_code(client, "BBBB-BBBB", route), client, email) for _attempt in range(3)]
        seen.append(answers)
    assert seen[0] == seen[1]


def test_a_second_sign_up_within_seconds_is_refused_alike(robin: User) -> None:
    for email in (robin.email, "nobody@example.org"):
        assert [sign_up(Client(), email).status_code for _attempt in range(2)] == [302, 429]


def test_signing_up_with_a_known_address_hashes_a_password_like_any_other(
    robin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counting(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
    sign_up(Client(), "nobody@example.org")
    for_unknown = len(hashed)
    sign_up(Client(), robin.email)
    assert (for_unknown, len(hashed)) == (1, 2)


def test_an_account_that_was_shut_answers_like_an_unknown_one(robin: User) -> None:
    User.objects.filter(pk=robin.pk).update(is_active=False)
    seen = []
    for email in (robin.email, "nobody@example.org"):
        client = Client()
        seen.append(what_is_seen(sign_in_wrongly(client, email), client, email))
    assert seen[0] == seen[1]
