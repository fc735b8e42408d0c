"""Lists as CSV files: the right rows, harmless cells, a trace in the log."""

import csv
import io
import logging

import pytest

from clair_portal.backoffice.exports import ExportColumn, csv_lines, disposition
from clair_portal.spreadsheets.writing import harmless
from tests.backoffice.test_guarding import scoped_clerk
from tests.factories.accounts import RoleAssignmentFactory
from tests.factories.directory import PersonFactory

EXPORT = "/trial/directory/person/export/"


def rows_of(response):
    text = b"".join(response.streaming_content).decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:])))


def test_the_file_holds_the_filtered_list_and_nothing_else(enter):
    for family, language in [("Alpha", "ja"), ("Beta", "de"), ("Gamma", "ja")]:
        PersonFactory(family=family, language=language, email=f"{family.lower()}@example.org")
    response = enter("office").get(f"{EXPORT}?language=ja")
    assert rows_of(response) == [["Family", "E-mail"], ["Alpha", "alpha@example.org"], ["Gamma", "gamma@example.org"]]
    assert response["Content-Type"] == "text/csv"


def test_every_page_of_the_list_is_in_the_file(enter):
    PersonFactory.create_batch(60, language="ja")
    assert len(rows_of(enter("office").get(f"{EXPORT}?language=ja&p=2"))) == 61


def test_without_the_permission_there_is_no_file_and_no_link(enter):
    client = enter("reader")
    assert client.get(EXPORT).status_code == 403
    assert "export/" not in client.get("/trial/directory/person/").content.decode()


def test_strangers_get_no_file(client, db):
    assert client.get(EXPORT).status_code == 302


def test_the_link_keeps_search_and_filters(enter):
    page = enter("office").get("/trial/directory/person/?language=ja&q=A").content.decode()
    assert f'href="{EXPORT}?language=ja&amp;q=A"' in page


def test_the_file_holds_only_what_is_visible(client, db):
    clerk, _host = scoped_clerk()
    clerk.person.family = "Canary-clerk"
    clerk.person.save()
    PersonFactory(family="Canary-hidden")
    client.force_login(clerk)
    text = str(rows_of(client.get(EXPORT)))
    assert ("Canary-clerk" in text, "Canary-hidden" in text) == (True, False)


def test_who_took_what_is_written_down(enter, caplog):
    caplog.set_level(logging.INFO, logger="clair_portal.backoffice.exports")
    client = enter("office")
    client.get(f"{EXPORT}?language=ja")
    user = client.session["_auth_user_id"]
    assert caplog.messages == [f"export list=directory.Person user={user} filter='language=ja'"]


def test_a_senseless_filter_leads_back_to_the_list(enter):
    response = enter("office").get(f"{EXPORT}?nonsense=1")
    assert (response.status_code, response["Location"]) == (302, "/trial/directory/person/")


@pytest.mark.parametrize("start", [*"=+-@\t\r\n＝＋－＠", " =", "\u3000＝", "\t="])
def test_text_that_a_spreadsheet_would_run_is_made_harmless(start):
    assert harmless(f"{start}cmd|' /C calc'!A0") == f"'{start}cmd|' /C calc'!A0"


@pytest.mark.parametrize("value", ["Robin", "太田", "a=b", "", "'=quoted", "1-2"])
def test_other_text_stays_as_it_is(value):
    assert harmless(value) == value


@pytest.mark.parametrize(("value", "written"), [(None, ""), (-5, -5), (1.5, 1.5), ("nul\0", "nul"), (True, True)])
def test_numbers_stay_numbers_and_nothing_is_empty(value, written):
    assert harmless(value) == written


def test_headings_are_made_harmless_too():
    assert list(csv_lines([ExportColumn("=1+1", str)], [])) == ["\ufeff'=1+1\r\n"]


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("people 2026-11-23.csv", 'attachment; filename="people 2026-11-23.csv"'),
        (
            "個人 2026-11-23.csv",
            "attachment; filename=\"person.csv\"; filename*=utf-8''%E5%80%8B%E4%BA%BA%202026-11-23.csv",
        ),
    ],
)
def test_every_browser_gets_a_name_for_the_file(name, header):
    assert disposition(name, plain="person.csv") == header


def test_roles_are_read_when_the_file_is_asked_for(client, db):
    assignment = RoleAssignmentFactory(role="office", user__email="leaving@example.org")
    client.force_login(assignment.user)
    assert client.get(EXPORT).status_code == 200
    assignment.delete()
    assert client.get(EXPORT).status_code == 403
