"""The database goes away or is busy: a calm 503, wherever it is met, and recovery without a restart."""

import logging

import psycopg2
import pytest
from django.db import close_old_connections, connection
from django.test import Client
from lxml import html

from tests.factories.accounts import UserFactory
from tests.factories.directory import PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def browser() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def go_away(monkeypatch):
    """Points the connection at a port where nobody listens; call the result to bring the database back."""
    port = connection.settings_dict["PORT"]

    def come_back() -> None:
        connection.close()
        connection.settings_dict["PORT"] = port

    def go() -> None:
        connection.close()
        connection.settings_dict["PORT"] = "1"

    go.come_back = come_back
    yield go
    come_back()


def _is_calm(response) -> bool:
    page = html.fromstring(response.content)
    languages = [page.get("lang"), *page.xpath("//section/@lang")]
    return (response.status_code, response["Retry-After"], languages) == (503, "10", ["en", "ja", "de"])


def test_a_view_that_finds_no_database(browser, go_away) -> None:
    go_away()
    assert _is_calm(browser.get("/reads/"))
    go_away.come_back()
    assert browser.get("/reads/").status_code == 200


def test_it_is_no_fault_of_the_view(client, go_away) -> None:
    """Answered where it happens: nothing is reported as unhandled, which this client would raise."""
    go_away()
    assert _is_calm(client.get("/reads/"))


def test_a_page_that_needs_no_database_goes_on(browser, go_away) -> None:
    go_away()
    assert browser.get("/open/").status_code == 200


def test_middleware_that_finds_no_database(browser, go_away) -> None:
    """Session and user are read before any view runs: the failure never reaches process_exception."""
    browser.force_login(UserFactory())
    go_away()
    response = browser.get("/open/")
    assert _is_calm(response)
    assert response.cookies == {}
    go_away.come_back()
    assert browser.get("/members/").status_code == 200


def test_a_page_not_found_while_the_database_is_away(browser, go_away) -> None:
    browser.force_login(UserFactory())
    go_away()
    assert _is_calm(browser.get("/nowhere/"))


def test_a_connection_cut_between_two_requests_is_not_noticed(browser) -> None:
    browser.get("/reads/")
    _end_connection_from_outside()
    close_old_connections()  # a server does so at the start of every request, the test client does not
    assert browser.get("/reads/").status_code == 200


def _another_connection() -> psycopg2.extensions.connection:
    """A second visitor of the same database, with whatever it takes to get in."""
    facts = connection.get_connection_params()
    way_in = ("dbname", "user", "password", "host", "port")
    return psycopg2.connect(**{name: facts[name] for name in way_in if facts.get(name)})


def _end_connection_from_outside() -> None:
    outside = _another_connection()
    outside.autocommit = True
    with outside.cursor() as cursor:
        cursor.execute("select pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
    outside.close()


def test_a_statement_that_takes_too_long_is_busy_not_broken(browser) -> None:
    response = browser.get("/slow/")
    assert _is_calm(response)
    assert "Many people are here just now" in response.content.decode()
    assert browser.get("/reads/").status_code == 200


def test_a_row_that_somebody_holds_is_busy_not_broken(browser) -> None:
    person = PersonFactory()
    holder = _another_connection()
    with holder.cursor() as cursor:
        cursor.execute("select 1 from directory_person where id = %s for update", [person.pk])
        response = browser.get(f"/locked/{person.pk}/")
    holder.close()
    assert _is_calm(response)
    assert "Many people are here just now" in response.content.decode()
    assert browser.get(f"/locked/{person.pk}/").status_code == 200


def test_it_is_written_down(browser, go_away, caplog) -> None:
    go_away()
    with caplog.at_level(logging.ERROR, logger="clair_portal.pages.errors"):
        browser.get("/reads/")
    assert [
        record.message.split(":")[0] for record in caplog.records if record.name == "clair_portal.pages.errors"
    ] == ["The database is away"]


def test_the_answer_carries_the_headers_of_every_page(browser, go_away) -> None:
    go_away()
    response = browser.get("/reads/")
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert (response["X-Content-Type-Options"], response["Cache-Control"]) == ("nosniff", "no-store")
