"""Which language a page speaks, and how somebody chooses another."""

import pytest
from lxml import html

from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("cookie", "user", "browser", "spoken"),
    [
        (None, None, "", "en-gb"),
        (None, None, "en", "en-gb"),
        (None, None, "en-US,en;q=0.9", "en-gb"),
        (None, None, "ja-JP,ja;q=0.9,en;q=0.8", "ja"),
        (None, None, "de-AT", "de"),
        (None, None, "fr,de;q=0.5", "de"),
        (None, None, "zh", "en-gb"),
        (None, None, "\x00;q=x,,,", "en-gb"),
        (None, "ja", "de", "ja"),
        ("de", "ja", "en", "de"),
        ("ja", None, "de", "ja"),
        ("xx", None, "de", "de"),
        ("../../de", "ja", "en", "ja"),
        (None, "xx", "de", "de"),
    ],
)
def test_cookie_then_user_then_browser(client, cookie, user, browser, spoken) -> None:
    if user:
        client.force_login(UserFactory(language=user))
    if cookie:
        client.cookies["django_language"] = cookie
    response = client.get("/open/", headers={"accept-language": browser})
    assert (html.fromstring(response.content).get("lang"), response["Content-Language"]) == (spoken, spoken)
    assert {"Accept-Language", "Cookie"} <= {name.strip() for name in response["Vary"].split(",")}


def test_one_page_does_not_leave_its_language_to_the_next(client) -> None:
    client.get("/open/", headers={"accept-language": "ja"})
    assert client.get("/open/")["Content-Language"] == "en-gb"


def test_choosing_is_remembered_in_a_safe_cookie(client) -> None:
    response = client.post("/language/", {"language": "ja", "next": "/people/?page=2"})
    cookie = response.cookies["django_language"]
    assert (response.status_code, response["Location"]) == (303, "/people/?page=2")
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("ja", True, "Lax")
    assert client.get("/open/")["Content-Language"] == "ja"


def test_choosing_is_remembered_for_the_mails_of_a_member(client) -> None:
    user, other = UserFactory(language="en-gb"), UserFactory(language="en-gb")
    client.force_login(user)
    client.post("/language/", {"language": "de"})
    for one in (user, other):
        one.refresh_from_db()
        one.person.refresh_from_db()
    assert (user.language, user.person.language) == ("de", "de")
    assert (other.language, other.person.language) == ("en-gb", "en-gb")


@pytest.mark.parametrize("language", ["", "xx", "en", "ja\r\nSet-Cookie: a=b", "\x00"])
def test_a_language_that_is_none_changes_nothing(client, language) -> None:
    response = client.post("/language/", {"language": language, "next": "/open/"})
    assert (response.status_code, dict(response.cookies)) == (204, {})


@pytest.mark.parametrize(
    "elsewhere",
    [
        "",
        "https://example.org/",
        "//example.org/",
        "/\\example.org/",
        "\\\\example.org",
        "https:example.org",
        "///example.org",
        "javascript:alert(1)",
        "/\t/example.org",
        " /open/",
        "open/",
        "http:///example.org",
        "//example。org",
    ],
)
def test_choosing_never_leads_to_another_site(client, elsewhere) -> None:
    assert client.post("/language/", {"language": "de", "next": elsewhere})["Location"] == "/"


def test_choosing_by_get_is_not_possible(client) -> None:
    assert client.get("/language/?language=de").status_code == 405


def test_the_switch_names_every_language_in_itself(client) -> None:
    page = html.fromstring(client.get("/open/").content)
    buttons = page.xpath("//div[@class='end']//form[@class='languages']/button")
    assert [(button.get("lang"), button.text, button.get("aria-current")) for button in buttons] == [
        ("en", "English", "true"),
        ("ja", "日本語", None),
        ("de", "Deutsch", None),
    ]
