"""Files that cannot be used as a whole, made from a small table of ways to go wrong or to do harm."""

import io
import zipfile
from collections.abc import Callable

from tests.jet.imports.lists import COLUMNS, as_csv, people
from tests.spreadsheets.books import SHEET, changed, with_cells, workbook

HEAD = '<row r="1"><c r="A1" t="inlineStr"><is><t>JET No.</t></is></c></row>'


def _packed(part: str, content: bytes) -> bytes:
    file = io.BytesIO(workbook([["JET No."], ["20260000001"]]))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(part, content)
    return file.getvalue()


def _with(change: Callable[[bytes], bytes]) -> bytes:
    return changed(workbook([["JET No."], ["20260000001"]]), SHEET, change)


def _many_parts() -> bytes:
    file = io.BytesIO(workbook([["JET No."]]))
    with zipfile.ZipFile(file, "a") as archive:
        for number in range(2001):
            archive.writestr(f"junk/{number}", b"")
    return file.getvalue()


DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
FILES = {
    "a zip bomb": lambda: _with(lambda old: old + b" " * 400_000_001),
    "a million rows and one cell at their end": lambda: with_cells(
        f'{HEAD}<row r="1048576"><c r="A1048576"><v>1</v></c></row>'
    ),
    "a cell in the last column": lambda: with_cells(f'{HEAD}<row r="2"><c r="XFD2"><v>1</v></c></row>'),
    "thousands of parts": _many_parts,
    "entities that grow": lambda: _with(lambda old: old.replace(b"<worksheet", DOCTYPE + b"<worksheet", 1)),
    "an entity from outside": lambda: _with(lambda old: old.replace(b"<worksheet", OUTSIDE + b"<worksheet", 1)),
    "half an XML": lambda: _with(lambda old: old[: len(old) // 2]),
    "no workbook in the archive": lambda: changed(workbook([["x"]]), "xl/workbook.xml", lambda _old: b""),
    "a password": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + bytes(5000),
    "another archive": lambda: b"PK\x03\x04" + bytes(100),
    "a program": lambda: b"MZ" + bytes(range(256)) * 8,
    "a page": lambda: b"<html><body><table><tr><td>JET No.</td></tr></table></body></html>",
    "a list without numbers": lambda: as_csv(people(3), columns=COLUMNS[1:]),
    "two columns with one heading": lambda: as_csv(people(3), columns=("JET番号", *COLUMNS)),
    "UTF-16 cut in the middle of a letter": lambda: as_csv(people(3), encoding="utf-16")[:-1],
    "101 columns": ("JET No.," + "," * 100 + "\n20260000001\n").encode,
}
# Parts that could do harm are never unpacked: the rows are read, and nothing else happens.
HARMLESS = {
    "a macro": lambda: _packed("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0" + bytes(2000)),
    "a link to another file": lambda: _packed("xl/externalLinks/externalLink1.xml", OUTSIDE + b"<externalLink/>"),
    "a bomb in a picture": lambda: _packed("xl/media/image1.png", b" " * 50_000_000),
}
