"""More than 300 bad sheets, from the table of wrong cells × where the row stands × how the list is written."""

import csv
import io
from itertools import cycle

import pytest
from django.urls import reverse
from django.utils import timezone

from clair_portal.documents import runner
from clair_portal.documents.actions import jobs
from clair_portal.spreadsheets.findings import said
from clair_portal.spreadsheets.models import ImportRow, ImportRun
from tests.jet.imports import rascals
from tests.jet.imports.lists import as_csv, check, checksum, person, take_over
from tests.jet.imports.test_bad_sheets import ALL, CELLS
from tests.spreadsheets.books import workbook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept")]
ROWS = 4


def separated(by):
    def written(lines):
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=by, quoting=csv.QUOTE_ALL)
        writer.writerows([ALL, *([line.get(name, "") for name in ALL] for line in lines)])
        return text.getvalue().encode("utf-8-sig")

    return written


DIALECTS = {
    "UTF-8": lambda lines: as_csv(lines, columns=ALL),
    "cp932": lambda lines: as_csv(lines, columns=ALL, encoding="cp932", end="\n"),
    "UTF-16": lambda lines: as_csv(lines, columns=ALL, encoding="utf-16"),
    "tabs": separated("\t"),
    "semicolons": separated(";"),
    "Excel": lambda lines: workbook([ALL, *([line.get(name, "") for name in ALL] for line in lines)]),
}
PLACES = cycle(range(ROWS))
SHEETS = [(*cell, dialect, next(PLACES)) for cell in CELLS for dialect in DIALECTS]


@pytest.fixture
def kept(office, client):
    """Somebody is known already; whoever imports has signed in."""
    take_over(as_csv([person(50)]), office)
    client.force_login(office)
    return office


def wrong_list(heading, wrong, dialect, place):
    lines = [person(3 * number + 2, **({heading: wrong} if number == place else {})) for number in range(ROWS)]
    return DIALECTS[dialect](lines)


def test_there_are_more_than_300():
    assert len(SHEETS) + len(rascals.FILES) >= 300


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_fault_is_named_and_the_database_stays_as_it_is(kept, dialect):
    """Row, column, value and reason in two languages; the other rows stay good."""
    before = checksum()
    for heading, wrong, column, start, written, place in SHEETS:
        if written != dialect:
            continue
        run = check(wrong_list(heading, wrong, dialect, place), kept)
        refused = list(ImportRow.objects.filter(run=run, outcome="refused"))
        assert (heading, wrong, run.state, len(refused)) == (heading, wrong, "checked", 1)
        [row] = refused
        one = next(one for one in row.faults if one["column"] == column)
        told = (run.state, run.new, row.number, one["cell"][-1], one["reason"].startswith(start))
        assert (heading, wrong, *told) == (heading, wrong, "checked", ROWS - 1, place + 2, str(place + 2), True)
        assert said(one, "ja") != said(one, "en-gb")
        assert "%(" not in said(one, "ja") + said(one, "en-gb")
        if column == heading:
            assert one["value"] == wrong[: len(one["value"])]
    assert checksum() == before


@pytest.mark.parametrize("name", rascals.FILES)
def test_a_rascal_s_file_is_refused_with_the_reason_and_without_an_error(client, name):
    before = checksum()
    content = rascals.FILES[name]()
    run, page = sent(client, content)
    assert (run.state, page.status_code) == ("refused", 200)
    assert said(run.refusal, "en-gb") in page.content.decode().replace("&quot;", '"')
    assert said(run.refusal, "ja") != said(run.refusal, "en-gb")
    assert "%(" not in said(run.refusal, "ja")
    assert checksum() == before


@pytest.mark.parametrize("name", rascals.HARMLESS)
def test_what_could_do_harm_is_not_even_unpacked(client, name):
    run, page = sent(client, rascals.HARMLESS[name]())
    assert (run.state, run.refused, page.status_code) == ("checked", 1, 200)


@pytest.mark.parametrize("sheet", SHEETS[::23])
def test_through_the_pages(client, sheet):
    heading, wrong, column, _start, dialect, place = sheet
    run, page = sent(client, wrong_list(heading, wrong, dialect, place))
    assert (run.state, run.refused, page.status_code) == ("checked", 1, 200)
    rows = client.get(reverse("import_rows", args=[run.uuid]))
    lines = list(csv.reader(io.StringIO(rows.content.decode("utf-8-sig"))))
    assert [line for line in lines if line[1] == str(place + 2) and line[5] == column and line[7] and line[8]]


def sent(client, content):
    """Through the upload page; the job; the page of what was found."""
    address = reverse("import_new", args=["participants"])
    answer = client.post(address, {"file": io.BytesIO(content)})
    assert answer.status_code == 303
    runner.run(jobs.claim(at=timezone.now()), clock=timezone.now)
    run = ImportRun.objects.latest("pk")
    return run, client.get(reverse("import_run", args=[run.uuid]))
