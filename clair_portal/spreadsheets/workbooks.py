"""Excel workbooks: only the parts that hold cells are unpacked, within limits, and looked through before reading."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext_lazy as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from clair_portal.spreadsheets.faults import Unreadable
from clair_portal.spreadsheets.grid import Book, Place, Sheet
from clair_portal.spreadsheets.limits import MOST_PARTS, USUAL, Limits, TooMuch
from clair_portal.spreadsheets.parts import Findings, look_through

NO_WORKBOOK = _("This is not an Excel workbook. Open it in Excel or LibreOffice and save it as “.xlsx”.")
DAMAGED = _("The workbook is damaged. Open it in Excel, save it again as “.xlsx”, then try again.")

# No macro, no drawing, no link to another file is even unpacked.
KEPT = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/(workbook|sharedStrings|styles)\.xml"
    r"|xl/_rels/workbook\.xml\.rels|xl/worksheets/[^/]+\.xml",
    re.IGNORECASE,
)
METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})  # the other methods unpack without a limit


def read(content: bytes, limits: Limits = USUAL) -> Book:
    """Every visible sheet of the workbook, merged cells known. Raises Unreadable."""
    parts = unpacked(content, limits)
    if "xl/workbook.xml" not in {name.lower() for name in parts}:
        raise Unreadable(NO_WORKBOOK)
    findings = look_through(parts, limits)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(_packed(parts))) as workbook:
            return Book(tuple(_sheets(workbook, findings, limits)))
    except (CalamineError, OSError) as error:
        raise Unreadable(DAMAGED) from error


def unpacked(content: bytes, limits: Limits = USUAL) -> dict[str, bytes]:
    """The parts with cells by their names. What the archive says of their sizes is not believed."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _parts(archive, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError, ValueError) as error:
        raise Unreadable(DAMAGED) from error


def _parts(archive: zipfile.ZipFile, limits: Limits) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    left = limits.unpacked
    if len(archive.infolist()) > MOST_PARTS:
        raise TooMuch(limits)
    for entry in archive.infolist():
        if KEPT.fullmatch(entry.filename):
            if entry.filename in found or entry.compress_type not in METHODS:
                raise Unreadable(DAMAGED)
            with archive.open(entry) as part:
                found[entry.filename] = part.read(left + 1)
            left -= len(found[entry.filename])
            if left < 0:
                raise TooMuch(limits)
    return found


def _packed(parts: Mapping[str, bytes]) -> bytes:
    """A workbook of nothing but these parts, whose sizes are as they say."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def _sheets(workbook: CalamineWorkbook, findings: Findings, limits: Limits) -> Iterator[Sheet]:
    """Hidden sheets hold lists and left-overs that nobody sees when filling in the form."""
    for about in workbook.sheets_metadata:
        if about.typ == SheetTypeEnum.WorkSheet and about.visible == SheetVisibleEnum.Visible:
            sheet = workbook.get_sheet_by_name(about.name)
            yield Sheet(
                about.name, sheet.to_python(skip_empty_area=False), _merged(sheet, limits),
                findings.errors.get(about.name, frozenset()), findings.since_1904,
            )  # fmt: skip


def _merged(sheet: CalamineSheet, limits: Limits) -> dict[Place, Place]:
    """Of each cell in a merged block, its block's first; a block may reach beyond what is filled."""
    origins: dict[Place, Place] = {}
    visited = 0
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        rows = range(top, min(bottom + 1, limits.rows))
        columns = range(left, min(right + 1, limits.columns))
        visited += len(rows) * len(columns)
        if visited > limits.cells:
            raise TooMuch(limits)
        origins |= {(row, column): (top, left) for row in rows for column in columns}
    return origins
