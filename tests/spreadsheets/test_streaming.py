"""Long lists row by row: what is written is what is read again, and nothing of it runs."""

import io
import zipfile

import pytest

from clair_portal.spreadsheets import read
from clair_portal.spreadsheets.streaming import SHEET, write_csv, write_xlsx

AWKWARD = ["=1+1", "<b> & </b>", " blank ends ", "two\nlines", "_x0041_", "a\x0bb", "見本", "'", "]]>", "\ttab"]


def book(rows):
    file = io.BytesIO()
    write_xlsx(file, "参加者 Participants", rows)
    return file.getvalue()


@pytest.mark.parametrize("text", AWKWARD)
def test_every_text_comes_back_from_a_workbook(text):
    [sheet] = read(book([["Heading", "Other"], [text, "after"]])).sheets
    assert [list(row) for row in sheet.rows] == [["Heading", "Other"], [text, "after"]]


def test_numbers_are_numbers_and_empty_cells_are_none():
    [sheet] = read(book([["a", "b", "c"], [12, "", "x"]])).sheets
    assert [cell.value for cell in sheet.cells(1)] == [12, "", "x"]
    part = zipfile.ZipFile(io.BytesIO(book([["a", "b"], ["", 0]]))).read(SHEET).decode()
    assert 'r="A2"' not in part
    assert '<c r="B2"><v>0</v></c>' in part


def test_what_looks_like_a_formula_is_marked_as_text():
    archive = zipfile.ZipFile(io.BytesIO(book([["=1+1", "plain"]])))
    part, styles = archive.read(SHEET).decode(), archive.read("xl/styles.xml").decode()
    assert "<f>" not in part
    assert ('r="A1" s="2"' in part, 'r="B1" s="1"' in part) == (True, True)
    formats = styles.split("<cellXfs")[1].split("<xf ")[1:]
    assert ["quotePrefix" in one for one in formats[:3]] == [False, False, True]


def test_the_heading_stays_in_sight_and_the_sheet_has_its_name():
    archive = zipfile.ZipFile(io.BytesIO(book([["a"]])))
    assert 'state="frozen"' in archive.read(SHEET).decode()
    assert "参加者 Participants" in archive.read("xl/workbook.xml").decode()


def test_many_rows_stand_in_order():
    [sheet] = read(book([[f"r{number}", number] for number in range(1201)])).sheets
    assert [list(row) for row in sheet.rows] == [[f"r{number}", number] for number in range(1201)]


def test_a_csv_is_guarded_and_in_its_encoding():
    file = io.BytesIO()
    write_csv(file, [["=1+1", "見本", -5]], "cp932")
    assert file.getvalue() == "'=1+1,見本,-5\r\n".encode("cp932")


def test_a_letter_that_the_encoding_lacks_is_not_replaced():
    with pytest.raises(UnicodeEncodeError):
        write_csv(io.BytesIO(), [["Zoë"]], "cp932")
