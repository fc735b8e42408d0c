"""Pages that are made once: for whom, for how long, and what stays each reader's own."""

import re

import pytest
from django.test import Client

from clair_portal.pages.views import kept
from tests.factories.accounts import UserFactory
from tests.factories.directory import PersonFactory
from tests.pages import site

pytestmark = pytest.mark.django_db

PAGE = "/counted/one/"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    monkeypatch.setattr(kept, "_kept", {})


@pytest.fixture(autouse=True)
def person():
    return PersonFactory(family="Example")


def made() -> int:
    return [call for call, _fact in site.CALLS].count("made")


def test_the_second_visitor_gets_what_was_made_for_the_first(client):
    first, second = client.get(PAGE), client.get(PAGE)
    assert (first.status_code, second.status_code, made()) == (200, 200, 1)
    assert TOKEN.sub("", first.text) == TOKEN.sub("", second.text)
    assert "<h1>1 people</h1>" in second.text


def test_another_stamp_makes_it_anew(client):
    client.get(PAGE)
    PersonFactory(family="Newcomer")
    assert "<h1>2 people</h1>" in client.get(PAGE).text
    assert made() == 2


def test_each_language_and_each_address_has_its_own(client):
    texts = [client.get(PAGE, headers={"accept-language": language}).text for language in ("en", "ja", "de", "ja")]
    assert (made(), texts[1] == texts[0]) == (3, False)
    assert 'lang="ja"' in texts[3]
    assert client.get("/counted/two/").text.count('value="/counted/two/"') == 2  # both language switches return here
    assert made() == 4


def test_every_visitor_gets_a_token_of_their_own_and_it_works():
    client, other = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    first, second = (TOKEN.findall(browser.get(PAGE).text) for browser in (client, other))
    assert (made(), len(first), len({*first, *second})) == (1, 2, 2)  # one for all forms of a page, another per visitor
    choice = {"language": "ja", "next": PAGE, "csrfmiddlewaretoken": first[0]}
    assert client.post("/language/", choice).status_code == 303
    assert client.post("/language/", choice | {"csrfmiddlewaretoken": "x" * 64}).status_code == 403


def test_who_is_signed_in_gets_a_page_of_their_own_and_leaves_none_behind(client):
    user = UserFactory(email="canary@example.org")
    client.force_login(user)
    assert "canary@example.org" in client.get(PAGE).text
    assert "canary@example.org" in client.get(PAGE).text
    assert (made(), [call for call, _fact in site.CALLS].count("stamp")) == (2, 0)
    client.logout()
    assert "canary@example.org" not in client.get(PAGE).text


@pytest.mark.parametrize("cookie", ["sessionid", "messages"])
def test_a_session_or_a_message_is_enough_to_get_a_page_of_ones_own(client, settings, cookie):
    client.cookies[settings.SESSION_COOKIE_NAME if cookie == "sessionid" else cookie] = "stale"
    client.get(PAGE)
    assert kept._kept == {}


def test_a_question_in_the_address_is_answered_anew_so_that_nobody_can_fill_the_memory(client):
    for number in range(3):
        client.get(f"{PAGE}?page={number}")
    assert (made(), kept._kept) == (3, {})


def test_a_change_during_the_making_is_not_kept(client):
    site.LATE.append(lambda: PersonFactory(family="Meanwhile"))
    assert "<h1>2 people</h1>" in client.get(PAGE).text
    assert kept._kept == {}


def test_the_oldest_page_makes_room(client, monkeypatch):
    monkeypatch.setattr(kept, "MOST", 2)
    for which in ("one", "two", "three"):
        client.get(f"/counted/{which}/")
    assert [path for path, _language, _stamp in kept._kept] == ["/counted/two/", "/counted/three/"]
