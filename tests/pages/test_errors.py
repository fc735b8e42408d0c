"""Bad requests, forged forms, strange addresses and our own faults: a calm page, the right status, no trace."""

import pytest
from django.test import Client
from lxml import html

from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser() -> Client:
    return Client(raise_request_exception=False)


def _title(response) -> str:
    return html.fromstring(response.content).xpath("//h1")[0].text.strip()


def test_nothing_at_an_address(browser) -> None:
    response = browser.get("/nowhere/")
    assert (response.status_code, _title(response)) == (404, "There is nothing at this address")


def test_not_open_to_a_member(browser) -> None:
    browser.force_login(UserFactory())
    response = browser.get("/staff/")
    assert (response.status_code, _title(response)) == (403, "This page is not open to you")


def test_a_fault_of_ours_shows_no_trace(browser) -> None:
    response = browser.get("/broken/")
    assert (response.status_code, _title(response)) == (500, "Something went wrong on our side")
    assert "a fault of ours" not in response.content.decode()


def test_a_form_that_was_open_too_long() -> None:
    browser = Client(enforce_csrf_checks=True)
    response = browser.post("/rename/?a=1", {"family": "Example"})
    assert (response.status_code, _title(response)) == (403, "This form was open too long")
    assert html.fromstring(response.content).xpath("//a[@class='button ']/@href") == ["/rename/?a=1"]


def test_ten_megabytes_of_text(browser) -> None:
    response = browser.post("/rename/", {"family": "x" * 10_000_000})
    assert (response.status_code, _title(response)) == (413, "That was too much at once")


def test_ten_megabytes_in_an_ordinary_form_body(browser) -> None:
    body = b"family=" + b"x" * 10_000_000
    response = browser.post("/rename/", body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 413


def test_too_many_fields(browser) -> None:
    response = browser.post("/rename/", {f"f{number}": "" for number in range(3000)})
    assert (response.status_code, _title(response)) == (400, "We could not read what was sent")


def test_a_host_that_is_not_ours(browser) -> None:
    assert browser.get("/open/", headers={"host": "evil.example.org"}).status_code == 400


@pytest.mark.parametrize("path", ["/people/%00/", "/%00", "/open/%00%0d%0a"])
def test_nul_in_an_address(browser, path) -> None:
    response = browser.get(path)
    assert (response.status_code, _title(response)) == (400, "We could not read what was sent")


@pytest.mark.parametrize(
    "path", ["/open/?q=%00", "/open/?next=%0d%0aSet-Cookie:a=b", "/%ed%a0%80", "/open%0d%0a/", "/%ff%fe/"]
)
def test_strange_addresses_are_no_fault_of_ours(browser, path) -> None:
    assert browser.get(path).status_code in (200, 404)


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PROPFIND", "DELETE", "PUT", "PATCH", "X" * 500])
def test_methods_that_no_page_has(browser, method) -> None:
    response = browser.generic(method, "/open/")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, POST, OPTIONS")


@pytest.mark.parametrize("path", ["/open/", "/nowhere/", "/broken/", "/rename/", "/robots.txt", "/people/%00/"])
def test_every_answer_carries_the_protecting_headers(browser, path) -> None:
    response = browser.get(path)
    assert {
        name: response[name]
        for name in ("X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "X-Frame-Options")
    } == {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "X-Frame-Options": "DENY",
    }
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_pages_of_signed_in_people_are_not_kept(browser) -> None:
    assert not browser.get("/open/").has_header("Cache-Control")
    browser.force_login(UserFactory())
    assert "no-store" in browser.get("/open/")["Cache-Control"]
    assert "no-store" in browser.get("/nowhere/")["Cache-Control"]
