"""Excel workbooks: merged, dated, faulty, huge, and made to harm."""

import io
import struct
import zipfile
from datetime import date, datetime

import pytest

from clair_portal.spreadsheets import Unreadable, limits, read
from clair_portal.spreadsheets.workbooks import DAMAGED, NO_WORKBOOK
from tests.spreadsheets.books import SHEET, changed, with_cells, workbook

DAY = datetime.fromisoformat("2026-04-01")


def first(content):
    return read(content).sheets[0]


def refusal(content):
    with pytest.raises(Unreadable) as error:
        read(content)
    return error.value.reason


class TestReading:
    def test_rows_and_columns_stand_where_excel_shows_them(self):
        sheet = first(workbook([[], ["", "b2"], [12, True]]))
        assert (sheet.cell(1, 1).value, sheet.cell(2, 0).value, sheet.cell(2, 1).value) == ("b2", 12, True)

    @pytest.mark.parametrize(
        "shape", ["yyyy-mm-dd", '[$-411]ggge"年"m"月"d"日"', "ge.m.d", '[$-ja-JP-x-gannen]ggge"年"m"月"d"日";@', 31, 57]
    )
    def test_days_are_days_however_they_are_shown(self, shape):
        assert first(workbook(formats={"B2": (DAY, shape)})).cell(1, 1).value == date(2026, 4, 1)

    def test_each_cell_of_a_merged_block_holds_its_value_and_knows_whose_it_is(self):
        sheet = first(workbook([["x"], ["", "block"], [], ["", "", "", "end"]], merged=["B2:C3"]))
        cells = [sheet.cell(row, column) for row in (1, 2) for column in (1, 2)]
        assert [(cell.value, cell.origin) for cell in cells] == [("block", (1, 1))] * 4
        assert sheet.cell(3, 1).is_blank

    def test_a_block_at_the_far_corner_is_a_block_too(self):
        sheet = first(workbook([["x"], ["", "block"], ["", ""]], merged=["B2:C3"]))
        assert [sheet.cell(row, column).value for row in (1, 2) for column in (1, 2)] == ["block"] * 4

    def test_readings_above_kanji_are_no_part_of_the_text(self):
        rich = "<si><t>東京</t><rPh sb='0' eb='2'><t>トウキョウ</t></rPh></si>".encode()
        content = changed(
            workbook([["Tokyo"]]), "xl/sharedStrings.xml", lambda old: old.replace(b"<si><t>Tokyo</t></si>", rich)
        )
        assert first(content).cell(0, 0).value == "東京"

    def test_errors_are_told_from_empty_cells(self):
        content = with_cells('<row r="2"><c r="B2" t="e"><v>#REF!</v></c><c r="C2"><v>1</v></c></row>')
        sheet = first(content)
        assert (sheet.errors, sheet.cell(1, 1).is_error, sheet.cell(1, 2).is_error) == (
            frozenset({(1, 1)}),
            True,
            False,
        )

    def test_hidden_sheets_are_left_out(self):
        content = workbook(sheets={"Seen": [["a"]], "Lists": [["b"]]})
        hidden = changed(
            content, "xl/workbook.xml", lambda old: old.replace(b'name="Lists"', b'name="Lists" state="hidden"')
        )
        assert [sheet.name for sheet in read(hidden).sheets] == ["Seen"]

    def test_the_result_of_a_formula_is_read_and_the_formula_is_not(self):
        content = with_cells('<row r="1"><c r="A1" t="str"><f>HYPERLINK("http://x.example")</f><v>Leeds</v></c></row>')
        assert first(content).cell(0, 0).value == "Leeds"

    def test_the_book_says_how_it_counts_days(self):
        assert first(workbook([["46113"]], date_1904=True)).since_1904
        assert not first(workbook([["46113"]])).since_1904

    def test_formatted_cells_far_out_that_hold_nothing_do_no_harm(self):
        sheet = first(
            with_cells('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>')
        )
        assert (len(sheet.rows), sheet.width) == (1, 1)

    def test_macros_and_links_to_other_files_are_not_even_unpacked(self):
        file = io.BytesIO(workbook([["a"]]))
        with zipfile.ZipFile(file, "a") as archive:
            archive.writestr("xl/vbaProject.bin", b"\0" * 100)
            archive.writestr("xl/externalLinks/externalLink1.xml", b"<not xml")
        assert first(file.getvalue()).cell(0, 0).value == "a"


class TestRefusing:
    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Excel format"),
            (b"%PDF-1.7 ...", "This is a PDF"),
            (b"", "The file is empty."),
            (b" \n", "The file is empty."),
            (b"\x89PNG\r\n\x1a\n\0\0", "neither an Excel workbook"),
            (b"PK\x03\x04 and nothing more", "damaged"),
            (b"x" * 5_000_001, "larger than 5 MB"),
        ],
    )
    def test_what_is_no_workbook_is_called_by_its_name(self, content, words):
        assert words in str(refusal(content))

    def test_another_zip_is_no_workbook(self):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        assert refusal(file.getvalue()) == NO_WORKBOOK

    @pytest.mark.parametrize("at", [30, 200, 900, 2000, -40, -4])
    def test_a_workbook_cut_short(self, at):
        assert str(refusal(workbook([["a"] * 20] * 20)[:at])) == str(DAMAGED)

    @pytest.mark.parametrize(
        "xml",
        [
            b"<worksheet><sheetData><row>", b"not xml", b"",
            b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet>&b;</worksheet>',
            b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet>&a;</worksheet>',
        ],
    )  # fmt: skip
    def test_a_sheet_that_is_no_proper_xml(self, xml):
        assert "damaged" in str(refusal(changed(workbook([["a"]]), SHEET, lambda _old: xml)))

    @pytest.mark.parametrize("address", ["A0x", "1A", "AAAA1", "a1", "A12345678"])
    def test_an_address_that_is_none(self, address):
        assert "damaged" in str(refusal(with_cells(f'<row r="1"><c r="{address}"><v>1</v></c></row>')))

    def test_an_unusual_compression(self):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_BZIP2) as archive:
            archive.writestr("xl/workbook.xml", "<workbook/>")
        assert refusal(file.getvalue()) == DAMAGED

    def test_the_same_part_twice(self):
        file = io.BytesIO(workbook([["a"]]))
        with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(file, "a") as archive:
            archive.writestr(SHEET, "<worksheet/>")
        assert refusal(file.getvalue()) == DAMAGED


class TestBombs:
    def test_a_part_that_unpacks_without_end(self):
        content = changed(workbook([["a"]]), SHEET, lambda old: old + b" " * (limits.MOST_UNPACKED + 1))
        assert len(content) < 100_000
        assert refusal(content) == limits.TOO_MUCH

    def test_a_part_that_lies_about_its_size(self):
        content = bytearray(changed(workbook([["a"]]), SHEET, lambda old: old + b" " * 1_000_000))
        at = content.index(SHEET.encode(), content.index(b"PK\x01\x02")) - 46
        content[at + 24 : at + 28] = struct.pack("<I", 10)  # the size that the directory tells
        assert refusal(bytes(content)) == DAMAGED

    def test_two_cells_at_the_ends_of_the_world(self):
        cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        assert refusal(with_cells(cells)) == limits.TOO_MUCH

    def test_a_cell_that_has_no_address_but_many_before_it(self):
        assert refusal(with_cells("<row>" + "<c><v>1</v></c>" * 101 + "</row>")) == limits.TOO_MUCH

    def test_more_cells_than_anybody_reads(self):
        row = "<row>" + "<c><v>1</v></c>" * 100 + "</row>"
        assert refusal(with_cells(row * (limits.MOST_CELLS // 100 + 1))) == limits.TOO_MUCH

    def test_one_long_text_shared_by_thousands(self):
        long = workbook([["x" * 30_000]])
        cells = '<c t="s"><v>0</v></c>' * 50
        content = changed(
            long,
            SHEET,
            lambda old: (
                old.split(b"<sheetData>")[0]
                + f"<sheetData>{f'<row>{cells}</row>' * 10}</sheetData></worksheet>".encode()
            ),
        )
        assert refusal(content) == limits.TOO_MUCH

    def test_one_block_merged_over_everything_again_and_again(self):
        far = "".join(f'<row r="{row}"><c r="CV{row}"><v>1</v></c></row>' for row in (1, 20_000))
        merged = '<mergeCells count="9">' + '<mergeCell ref="A1:XFD1048576"/>' * 9 + "</mergeCells>"
        content = changed(
            with_cells(far), SHEET, lambda old: old.replace(b"</sheetData>", b"</sheetData>" + merged.encode())
        )
        assert refusal(content) == limits.TOO_MUCH

    def test_an_archive_of_thousands_of_parts(self):
        file = io.BytesIO(workbook([["a"]]))
        with zipfile.ZipFile(file, "a") as archive:
            for number in range(limits.MOST_PARTS):
                archive.writestr(f"junk/{number}", b"")
        assert refusal(file.getvalue()) == limits.TOO_MUCH
