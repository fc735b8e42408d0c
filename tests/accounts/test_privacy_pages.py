"""The privacy notice, and the pages on which people see, give and take back their consent."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from clair_portal.accounts.models import Consent, User
from tests.factories.accounts import ConsentFactory, UserFactory

pytestmark = pytest.mark.django_db
ACCOUNT, AGREE, WITHDRAW = "/account/", "/account/privacy/agree/", "/account/privacy/withdraw/"


@pytest.fixture
def reader(client: Client) -> User:
    """Somebody signed in who has agreed to nothing yet."""
    user: User = UserFactory()
    client.force_login(user)
    return user


def links(client: Client, page: str = ACCOUNT) -> set[str]:
    return set(html.fromstring(client.get(page).content).xpath("//main//a/@href"))


def test_the_notice_names_its_version_and_whom_to_ask(client: Client, settings: Any) -> None:
    settings.PORTAL_PRIVACY_NOTICE, settings.PORTAL_CONTACT = "2027-04-01", "ask@example.org"
    page = client.get("/privacy/")
    text = page.content.decode()
    assert page.templates[0].name == "accounts/privacy_notice.html"
    assert "This is the privacy notice in its version of 2027-04-01." in text
    assert "mailto:ask@example.org" in text


def test_every_page_leads_to_the_notice_from_its_foot(client: Client) -> None:
    foot = html.fromstring(client.get("/").content).xpath("//footer//a/@href")
    assert foot.count("/privacy/") == 1


def test_the_account_page_shows_what_one_agreed_to_and_nobody_elses(client: Client, reader: User) -> None:
    ConsentFactory(user=reader, version="2026-11-01", language="de")
    ConsentFactory(version="2019-01-01")
    text = client.get(ACCOUNT).content.decode()
    assert "Version 2026-11-01, agreed to on 1 Jan 2026, read in German" in text
    assert "2019-01-01" not in text
    assert "taken back" not in text
    assert links(client) >= {"/privacy/", WITHDRAW}
    assert AGREE not in links(client)


def test_whoever_has_not_agreed_to_the_present_text_is_offered_it(client: Client, reader: User) -> None:
    ConsentFactory(user=reader, version="2020-01-01")
    assert links(client) >= {AGREE, WITHDRAW}


def test_whoever_agreed_to_nothing_has_nothing_to_take_back(client: Client, reader: User) -> None:
    assert AGREE in links(client)
    assert WITHDRAW not in links(client)


def test_agreeing_is_asked_first_and_noted_once_in_the_language_of_the_page(client: Client, reader: User) -> None:
    client.cookies["django_language"] = "ja"
    assert client.get(AGREE).status_code == 200
    assert Consent.objects.count() == 0
    answers = [client.post(AGREE) for _click in range(2)]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(303, ACCOUNT)] * 2
    assert [(one.user, one.language) for one in Consent.objects.all()] == [(reader, "ja")]
    assert client.get(AGREE)["Location"] == ACCOUNT


def test_taking_back_is_asked_first_and_then_shown(client: Client, reader: User) -> None:
    given = ConsentFactory(user=reader)
    other = ConsentFactory()
    assert client.get(WITHDRAW).status_code == 200
    assert Consent.objects.live().count() == 2
    answers = [client.post(WITHDRAW)["Location"] for _click in range(2)]
    assert answers == [ACCOUNT, ACCOUNT]
    assert list(Consent.objects.live()) == [other]
    given.refresh_from_db()
    assert "taken back on" in client.get(ACCOUNT).content.decode()


def test_strangers_are_asked_to_sign_in(client: Client) -> None:
    for page in (AGREE, WITHDRAW):
        assert client.post(page)["Location"] == f"/accounts/login/?next={page}"


@pytest.mark.parametrize("language", ["en", "ja", "de"])
def test_the_pages_open_in_every_language(client: Client, reader: User, language: str) -> None:
    ConsentFactory(user=reader, version="2020-01-01")
    pages = [
        client.get(page, headers={"accept-language": language}) for page in ("/privacy/", ACCOUNT, AGREE, WITHDRAW)
    ]
    assert [page.status_code for page in pages] == [200] * 4


def test_more_consents_cost_no_more_queries(client: Client, reader: User) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(ACCOUNT)
        return len(queries)

    ConsentFactory(user=reader)
    one = cost()
    ConsentFactory(user=reader, version="2019-01-01")
    ConsentFactory(user=reader, version="2020-01-01")
    assert cost() == one
