"""A look through the XML of a workbook before a reader makes a table of it: how large, how long, which errors.

The reader lays out the whole rectangle up to the furthest cell, and writes out a shared text once for each cell that
names it. A small file can therefore ask for more memory than any machine has; here that is seen first.
"""

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from django.utils.translation import gettext_lazy as _

from clair_portal.spreadsheets.faults import Unreadable
from clair_portal.spreadsheets.grid import LETTERS, Place
from clair_portal.spreadsheets.limits import USUAL, Limits, TooMuch

ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
TRUE = frozenset({"1", "true"})
BROKEN = _("A part of the workbook is damaged. Open it in Excel, save it again as “.xlsx”, then try again.")

Attributes = dict[str, str]


@dataclass
class Findings:
    """What the parts tell beyond the values themselves."""

    errors: dict[str, frozenset[Place]] = field(default_factory=dict)  # by the sheet's name
    since_1904: bool = False


def look_through(parts: Mapping[str, bytes], limits: Limits = USUAL) -> Findings:
    """Raises Unreadable for whatever is too large, too long, or no XML."""
    texts, names, links = _Texts(), _Names(), _Links()
    for name, content in parts.items():
        _parse(content, {"xl/sharedstrings.xml": texts, "xl/workbook.xml": names}.get(name.lower(), links))
    where = {_path(links.targets.get(key, "")): sheet for sheet, key in names.sheets}
    cells = _Cells(texts.lengths, limits)
    findings = Findings(since_1904=names.since_1904)
    for name, content in parts.items():
        cells.begin()
        _parse(content, cells)
        findings.errors[where.get(name, "")] = frozenset(cells.errors)
    return findings


def _path(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")


class _Listener:
    """What is heard while a part is parsed."""

    def opens(self, name: str, attributes: Attributes, /) -> None: ...

    def closes(self, name: str) -> None: ...

    def says(self, text: str) -> None: ...


class _Texts(_Listener):
    """The lengths of the shared texts, in order. Readings (furigana) are counted too, to be on the safe side."""

    def __init__(self) -> None:
        self.lengths: list[int] = []

    def opens(self, name: str, _attributes: Attributes, /) -> None:
        if name == "si":
            self.lengths.append(0)

    def says(self, text: str) -> None:
        if self.lengths:
            self.lengths[-1] += len(text)


class _Names(_Listener):
    """The names of the sheets, and how the book counts its days."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.since_1904 = False

    def opens(self, name: str, attributes: Attributes, /) -> None:
        if name == "sheet":
            key = next((value for attribute, value in attributes.items() if attribute.endswith(":id")), "")
            self.sheets.append((attributes.get("name", ""), key))
        elif name == "workbookPr":
            self.since_1904 = attributes.get("date1904", "") in TRUE


class _Links(_Listener):
    """Which part a sheet is kept in."""

    def __init__(self) -> None:
        self.targets: dict[str, str] = {}

    def opens(self, name: str, attributes: Attributes, /) -> None:
        if name == "Relationship":
            self.targets[attributes.get("Id", "")] = attributes.get("Target", "")


class _Cells(_Listener):
    """The cells that hold something: how many, how far out, how much text, and which are errors."""

    def __init__(self, lengths: list[int], limits: Limits) -> None:
        self.lengths, self.limits = lengths, limits
        self.cells = self.text = 0
        self.begin()

    def begin(self) -> None:
        """The next part."""
        self.row = self.column = -1
        self.kind = self.number = ""
        self.counted = self.in_value = False
        self.errors: set[Place] = set()

    def opens(self, name: str, attributes: Attributes, /) -> None:
        if name == "row":
            self.row, self.column = _number(attributes.get("r"), self.row + 1), -1
        elif name == "c":
            self._cell(attributes)
        elif name in {"v", "is", "f"}:
            self._filled()
            self.in_value, self.number = name == "v", ""

    def closes(self, name: str) -> None:
        if name == "v":
            self.in_value = False
            if self.kind == "s" and self.number.strip().isdecimal():
                self._more_text(self.lengths[int(self.number)] if int(self.number) < len(self.lengths) else 0)

    def says(self, text: str) -> None:
        if self.in_value:
            self.number += text
        self._more_text(len(text))

    def _cell(self, attributes: Attributes) -> None:
        self.kind, self.counted = attributes.get("t", ""), False
        address = attributes.get("r")
        self.column += 1
        if address is not None:
            self.row, self.column = _place(address)

    def _filled(self) -> None:
        if self.counted:
            return
        self.counted = True
        self.cells += 1
        limits = self.limits
        if self.cells > limits.cells or self.row >= limits.rows or self.column >= limits.columns:
            raise TooMuch(limits)
        if self.kind == "e":
            self.errors.add((self.row, self.column))

    def _more_text(self, letters: int) -> None:
        self.text += letters
        if self.text > self.limits.text:
            raise TooMuch(self.limits)


def _number(text: str | None, otherwise: int) -> int:
    if text is None:
        return otherwise
    if not text.isascii() or not text.isdecimal():
        raise Unreadable(BROKEN)
    return int(text) - 1


def _place(address: str) -> Place:
    found = ADDRESS.fullmatch(address)
    if found is None:
        raise Unreadable(BROKEN)
    column = 0
    for letter in found[1]:
        column = column * LETTERS + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1


def _parse(content: bytes, listener: _Listener) -> None:
    """Document types are refused: a workbook has none, and entities could blow up."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = _by_local_name(listener.opens)
    parser.EndElementHandler = lambda name: listener.closes(name.rpartition(":")[2])
    parser.CharacterDataHandler = listener.says
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise Unreadable(BROKEN) from error


def _by_local_name(heard: Callable[[str, Attributes], None]) -> Callable[[str, Attributes], None]:
    return lambda name, attributes: heard(name.rpartition(":")[2], attributes)


def _refuse(*_declaration: object) -> None:
    raise Unreadable(BROKEN)
