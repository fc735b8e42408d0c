"""Nobody learns whether an address has an account: not from the answer, and not from the work behind it."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from http.cookies import Morsel
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher, make_password
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clair_portal.accounts.actions import sign_ups
from clair_portal.accounts.models import Consent, User
from clair_portal.directory.models import Person
from clair_portal.mail.models import OutgoingMail
from tests.accounts.conftest import PASSWORD, ask_for_code, sign_in, sign_up, type_code

pytestmark = pytest.mark.django_db
UNKNOWN = "nadia@example.org"  # as long as the known one, so that pages are equally long


def ask_for_new_password(client: Client, email: str) -> HttpResponse:
    return client.post("/accounts/password/reset/", {"email": email})


def sign_in_wrongly(client: Client, email: str) -> HttpResponse:
    return sign_in(client, email, "not-the-right-one")


def resend_code(client: Client, email: str) -> HttpResponse:
    """The second mail of a sign-up; the first one's limit is not what is looked at here."""
    sign_up(client, email)
    cache.clear()
    return client.post("/accounts/confirm-email/", {"action": "resend"})


ASKING = [sign_up, sign_in_wrongly, ask_for_new_password, ask_for_code]


def what_is_seen(response: HttpResponse, client: Client, email: str) -> dict[str, object]:
    """Everything of the answer and of the page after it, without tokens and the address that was typed."""
    place = response.headers.get("Location", "")
    after = client.get(place).content.decode() if place else ""
    return {
        "status": response.status_code,
        "headers": {name: _bare(value, email) for name, value in response.items() if name != "Expires"},
        "cookies": {name: _shape(cookie) for name, cookie in response.cookies.items()},
        "page": _bare(response.content.decode(), email),
        "after": _bare(after, email),
    }


def _shape(cookie: Morsel[str]) -> dict[str, object]:
    """What kind of cookie it is; its value is a secret, and its end is a moment."""
    return {name: value for name, value in cookie.items() if name != "expires"}


def _bare(page: str, email: str) -> str:
    without_tokens = re.sub(r"""(csrfmiddlewaretoken" value|nonce)="[^"]+"|'nonce-[^']+'""", "", page)
    return without_tokens.replace(email, "ADDRESS")


@pytest.mark.parametrize("ask", ASKING)
def test_known_and_unknown_addresses_get_the_same_answer_and_one_mail_each(
    ask: Callable[[Client, str], HttpResponse], robin: User
) -> None:
    seen = []
    mails = []
    for email in (robin.email, UNKNOWN):
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
    for email in (robin.email, UNKNOWN):
        client = Client()
        ask(client, email)
        answers = [what_is_seen(type_code(client, "BBBB-BBBB", route), client, email) for _attempt in range(3)]
        seen.append(answers)
    assert seen[0] == seen[1]


def test_a_second_sign_up_within_seconds_is_refused_alike(robin: User) -> None:
    for email in (robin.email, UNKNOWN):
        assert [sign_up(Client(), email).status_code for _attempt in range(2)] == [302, 429]


# The same work


class CountingHasher(MD5PasswordHasher):
    """Says how often a password was hashed; with the real one that is most of what an answer takes."""

    algorithm = "counting"
    hashed = 0

    def encode(self, password: str, salt: str) -> str:
        type(self).hashed += 1
        return super().encode(password, salt)


@pytest.fixture
def hashes(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How many passwords were hashed so far in this test."""
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    monkeypatch.setattr(CountingHasher, "hashed", 0)
    return lambda: CountingHasher.hashed


@pytest.fixture
def known(hashes: Callable[[], int], now: datetime) -> User:
    """Somebody whose password was hashed by the hasher that counts."""
    return sign_ups.admit("robin@example.org", family="Example", password=PASSWORD, at=now)


def kind(statement: str) -> str:
    """The verb and the table; a point in a transaction has no table."""
    verbs = r"\b(SELECT|INSERT|UPDATE|DELETE|SAVEPOINT)\b"
    found = re.search(verbs + r'(?:.*?(?:FROM|INTO|UPDATE) "?(\w+))?', statement, re.DOTALL)
    return " ".join(filter(None, found.groups())) if found else statement


def work(ask: Callable[[Client, str], HttpResponse], email: str) -> Counter[str]:
    with CaptureQueriesContext(connection) as statements:
        ask(Client(), email)
    return Counter(kind(one["sql"]) for one in statements)


def writes(done: Counter[str]) -> Counter[str]:
    return Counter({one: times for one, times in done.items() if not one.startswith(("SELECT", "SAVEPOINT"))})


@pytest.mark.parametrize(
    ("ask", "expected"),
    [(sign_up, 1), (sign_in_wrongly, 1), (ask_for_new_password, 0), (ask_for_code, 0), (resend_code, 1)],
)
def test_passwords_are_hashed_as_often_for_unknown_addresses(
    ask: Callable[[Client, str], HttpResponse], expected: int, known: User, hashes: Callable[[], int]
) -> None:
    counts = []
    for email in (known.email, UNKNOWN):
        before = hashes()
        ask(Client(), email)
        counts.append(hashes() - before)
    assert counts == [expected, expected]


@pytest.mark.parametrize("state", ["without a password", "shut", "unconfirmed"])
def test_signing_in_hashes_once_whatever_the_state_of_the_account(
    state: str, known: User, hashes: Callable[[], int]
) -> None:
    facts = {
        "without a password": {"password": make_password(None)},
        "shut": {"is_active": False},
        "unconfirmed": {"confirmed_at": None},
    }
    User.objects.filter(pk=known.pk).update(**facts[state])
    before = hashes()
    sign_in_wrongly(Client(), known.email)
    assert hashes() - before == 1


def test_a_code_asked_for_again_is_answered_alike(robin: User) -> None:
    seen = []
    for email in (robin.email, UNKNOWN):
        client = Client()
        seen.append(what_is_seen(resend_code(client, email), client, email))
    assert seen[0] == seen[1]


@pytest.mark.parametrize("ask", ASKING)
def test_known_and_unknown_addresses_are_written_about_alike(
    ask: Callable[[Client, str], HttpResponse], known: User
) -> None:
    work(ask, "warm-up@example.org")
    assert writes(work(ask, known.email)) == writes(work(ask, UNKNOWN))


@pytest.mark.parametrize("ask", [sign_in_wrongly, ask_for_new_password, ask_for_code])
def test_an_unknown_address_costs_one_look_more_and_nothing_else(
    ask: Callable[[Client, str], HttpResponse], known: User
) -> None:
    """The library looks among the users for an address that it does not find among the addresses: by an index."""
    work(ask, "warm-up@example.org")
    for_known, for_unknown = work(ask, known.email), work(ask, UNKNOWN)
    assert for_unknown - for_known == Counter({"SELECT accounts_user": 1})
    assert for_known - for_unknown == Counter()


def test_a_sign_up_with_a_new_address_only_looks_more_often(known: User) -> None:
    """All the writes are alike; these are the library's own looks at the address that it has just stored."""
    work(sign_up, "warm-up@example.org")
    for_known, for_unknown = work(sign_up, known.email), work(sign_up, UNKNOWN)
    assert for_unknown - for_known == Counter({"SELECT account_emailaddress": 6, "SELECT accounts_user": 1})


def test_a_code_asked_for_again_writes_only_its_own_mail_more(known: User) -> None:
    """Whoever has an account is told so once; the library offers no place to tell it again."""
    work(resend_code, "warm-up@example.org")
    for_known, for_unknown = writes(work(resend_code, known.email)), writes(work(resend_code, UNKNOWN))
    assert for_unknown - for_known == Counter({"INSERT mail_outgoingmail": 1})
    assert for_known - for_unknown == Counter()


def test_a_rehearsed_sign_up_leaves_nothing_behind(known: User) -> None:
    sign_up(Client(), known.email)
    assert [User.objects.get(), Person.objects.get().user, Consent.objects.get().user] == [known] * 3
    assert [address.user for address in EmailAddress.objects.all()] == [known]


def test_an_account_that_was_shut_answers_like_an_unknown_one(robin: User) -> None:
    User.objects.filter(pk=robin.pk).update(is_active=False)
    seen = []
    for email in (robin.email, UNKNOWN):
        client = Client()
        seen.append(what_is_seen(sign_in_wrongly(client, email), client, email))
    assert seen[0] == seen[1]
