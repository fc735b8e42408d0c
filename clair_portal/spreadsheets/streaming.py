"""Long lists as files, row by row: each row leaves the memory as it is written, and none of them can run a formula."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import IO, Any

import xlsxwriter

from clair_portal.spreadsheets.grid import column_name
from clair_portal.spreadsheets.writing import PLAIN_TEXT, harmless, looks_like_a_formula

SHEET = "xl/worksheets/sheet1.xml"
CHUNK = 500
FAST = 1  # of zlib's nine levels: half the time of the usual one for a tenth more bytes
SPECIAL = re.compile(r"[&<>\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
TEXT, QUOTED = 1, 2  # the styles, in the order in which the workbook is told of them

Row = Sequence[str | int]


def write_csv(content: IO[bytes], rows: Iterable[Row], encoding: str) -> None:
    """Raises UnicodeEncodeError where the encoding lacks a letter: none is silently changed."""
    text = io.TextIOWrapper(content, encoding, "strict", newline="")
    csv.writer(text).writerows([harmless(value) for value in row] for row in rows)
    text.detach()


def write_xlsx(content: IO[bytes], title: str, rows: Iterable[Row]) -> None:
    """A workbook of one sheet whose first row and column stay in sight; every text is text."""
    with zipfile.ZipFile(io.BytesIO(_shell(title))) as shell, zipfile.ZipFile(
        content, "w", zipfile.ZIP_DEFLATED, compresslevel=FAST
    ) as book:  # fmt: skip
        for name in shell.namelist():
            if name != SHEET:
                book.writestr(name, shell.read(name))
        head, tail = shell.read(SHEET).split(b"<sheetData/>")
        with book.open(SHEET, "w", force_zip64=True) as sheet:
            sheet.write(re.sub(rb"<dimension [^>]*>", b"", head) + b"<sheetData>")
            for part in _parts(rows):
                sheet.write(part)
            sheet.write(b"</sheetData>" + tail)


def _shell(title: str) -> bytes:
    """Everything but the rows, as XlsxWriter makes it."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, PLAIN_TEXT)
    sheet = book.add_worksheet(title)
    styles: tuple[dict[str, Any], ...] = ({"num_format": "@"}, {"num_format": "@", "quote_prefix": True})
    for column, style in enumerate(styles):
        sheet.set_column(column, column, None, book.add_format(style))
    sheet.freeze_panes(1, 1)
    book.close()
    return file.getvalue()


def _parts(rows: Iterable[Row]) -> Iterator[bytes]:
    numbered = enumerate(rows, 1)
    letters: list[str] = []
    while chunk := list(islice(numbered, CHUNK)):
        letters = letters or [column_name(column) for column in range(len(chunk[0][1]))]
        yield "".join(_row(number, row, letters) for number, row in chunk).encode()


def _row(number: int, row: Row, letters: Sequence[str]) -> str:
    cells = [_cell(f"{letter}{number}", value) for letter, value in zip(letters, row, strict=True) if value != ""]
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(address: str, value: str | int) -> str:
    if isinstance(value, int):
        return f'<c r="{address}"><v>{value}</v></c>'
    style = QUOTED if looks_like_a_formula(value) else TEXT
    kept = ' xml:space="preserve"' if value[0].isspace() or value[-1].isspace() or "\n" in value else ""
    return f'<c r="{address}" s="{style}" t="inlineStr"><is><t{kept}>{SPECIAL.sub(_escaped, value)}</t></is></c>'


def _escaped(found: re.Match[str]) -> str:
    """As workbooks write what XML cannot hold, and what only looks like that."""
    text = found[0]
    return NAMED.get(text) or (f"_x{ord(text):04X}_" if len(text) == 1 else f"_x005F{text}")
