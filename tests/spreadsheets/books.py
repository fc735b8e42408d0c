"""Workbooks as people and rascals make them, built in memory."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import xlsxwriter

SHEET = "xl/worksheets/sheet1.xml"


def workbook(
    rows: Sequence[Sequence[Any]] = (),
    *,
    sheets: Mapping[str, Sequence[Sequence[Any]]] | None = None,
    merged: Sequence[str] = (),
    formats: Mapping[str, str] | None = None,
    **options: Any,
) -> bytes:
    """A workbook with these rows; `merged=["A1:B2"]`; `formats={"A1": "yyyy"}` for days."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "default_date_format": "yyyy-mm-dd", **options})
    for name, lines in (sheets or {"Sheet": rows}).items():
        sheet = book.add_worksheet(name)
        for number, line in enumerate(lines):
            for column, value in enumerate(line):
                if value not in (None, ""):
                    sheet.write(number, column, value)
        for block in merged:
            first = block.partition(":")[0]
            sheet.merge_range(block, "")
            sheet.write(first, lines[int(first[1:]) - 1][ord(first[0]) - ord("A")])
        for cell, (value, shape) in (formats or {}).items():
            sheet.write_datetime(cell, value, book.add_format({"num_format": shape}))
    book.close()
    return file.getvalue()


def changed(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one of its parts written by hand."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return file.getvalue()


def with_cells(cells: str) -> bytes:
    """A workbook whose only sheet has exactly this inside <sheetData>."""
    head, tail = (
        b"<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetData>",
        b"</sheetData></worksheet>",
    )
    return changed(workbook([["x"]]), SHEET, lambda _old: head + cells.encode() + tail)
