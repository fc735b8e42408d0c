"""CSV and its relatives, in the encodings that Japanese and European offices write."""

import codecs
import csv
import io
import re

from django.utils.translation import gettext_lazy as _

from clair_portal.spreadsheets.faults import Unreadable
from clair_portal.spreadsheets.grid import Book, Sheet
from clair_portal.spreadsheets.limits import USUAL, Limits, TooMuch
from clair_portal.spreadsheets.writing import looks_like_a_formula

NO_SHEET = _("This is neither an Excel workbook (.xlsx) nor a CSV file.")
MARKED = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
JAPANESE = ("cp932", "euc_jp")
HALF_WIDTH = re.compile("[\uff61-\uff9f]")
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
SHORT = 20  # letters
SEPARATORS = ",\t;"


def read(content: bytes, limits: Limits = USUAL) -> Book:
    """The one sheet of a file of plain text. Raises Unreadable."""
    text = decoded(content)
    if CONTROLS.search(text):
        raise Unreadable(NO_SHEET)
    try:
        rows = _rows(text, limits)
    except csv.Error as error:
        raise Unreadable(NO_SHEET) from error
    return Book((Sheet("", rows),), is_plain=True)


def decoded(content: bytes) -> str:
    """The text of the file. What says nothing of its encoding is UTF-8 if it can be, else Japanese."""
    for mark, encoding in MARKED.items():
        if content.startswith(mark):
            return _strictly(content, encoding)
    try:
        return content.decode()
    except UnicodeDecodeError:
        return _japanese(content)


def _japanese(content: bytes) -> str:
    """Most of EUC is also readable as Windows Japanese, as a row of half-width katakana that nobody means."""
    found = [text for text in (_tried(content, encoding) for encoding in JAPANESE) if text is not None]
    if not found:
        raise Unreadable(NO_SHEET)
    return min(found, key=lambda text: len(HALF_WIDTH.findall(text)))


def _tried(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _strictly(content: bytes, encoding: str) -> str:
    text = _tried(content, encoding)
    if text is None:
        raise Unreadable(NO_SHEET)
    return text


def _rows(text: str, limits: Limits) -> list[list[str]]:
    rows: list[list[str]] = []
    known: dict[str, str] = {}
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True):
        rows.append([_kept_once(_unguarded(value), known) for value in row])
        if len(rows) > limits.rows or len(row) > limits.columns:
            raise TooMuch(limits)
    return rows


def _kept_once(value: str, known: dict[str, str]) -> str:
    """Days, codes and answers come again in every row of a long list; one of each is enough to keep."""
    return known.setdefault(value, value) if len(value) <= SHORT else value


def _separator(text: str) -> str:
    """What stands oftenest between the words of the first line."""
    first = text.lstrip().partition("\n")[0]
    return max(SEPARATORS, key=first.count)


def _unguarded(value: str) -> str:
    """Our own lists put an apostrophe before what looks like a formula; coming back, it goes again."""
    return value[1:] if value[:1] == "'" and looks_like_a_formula(value[1:]) else value
