"""What people type into cells, and what they mean by it. Each function raises ValidationError with a sentence."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clair_portal.spreadsheets.days import day_of
from clair_portal.spreadsheets.grid import Cell

Meant = TypeVar("Meant")
REMEMBERED = 20_000  # readings of one kind of cell: countries, days, languages come again and again in a long list

YES = frozenset(
    {"yes", "y", "true", "1", "○", "◯", "〇", "はい", "有", "あり", "有り", "要", "可", "済", "✓", "✔", "☑", "レ"}
)
NO = frozenset({"no", "n", "false", "0", "×", "✕", "x", "いいえ", "無", "なし", "無し", "不要", "否", "未", "☐", "-"})
GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+")
WHOLE = re.compile(r"([+-]?\d{1,15})(\.0*)?")
EXCEL_BREAK = re.compile(r"_x000D_")
LINE_ENDS = re.compile("\r\n?|[\u2028\u2029\u0085]")
NBSP = str.maketrans({"\u00a0": " ", "\ufeff": None, "\u200b": None})


def remembering(read: Callable[[Cell], Meant]) -> Callable[[Cell], Meant]:
    """The same reader; the same text is read once. What it refuses is read again, and refused again."""

    @lru_cache(REMEMBERED)
    def written(value: str, since_1904: bool) -> Meant:
        return read(Cell("", 0, 0, value, since_1904=since_1904))

    def reader(cell: Cell) -> Meant:
        if cell.is_error or not isinstance(cell.value, str):
            return read(cell)
        return written(cell.value, cell.since_1904)

    return reader


def text(cell: Cell) -> str:
    """The text as written; numbers and days as one would type them. Blanks of every width at the ends go."""
    _no_error(cell)
    value = cell.value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    written = EXCEL_BREAK.sub("", str(value)).translate(NBSP)
    return LINE_ENDS.sub("\n", written).strip()


def whole(cell: Cell) -> int | None:
    """A whole number: 12, 12.0, １２, 1,200. None for an empty cell."""
    written = plain(cell)
    if not written:
        return None
    digits = written.replace(",", "") if GROUPED.fullmatch(written) else written
    found = WHOLE.fullmatch(digits)
    if isinstance(cell.value, bool) or found is None:
        raise ValidationError(_("Write a whole number, such as 12."))
    return int(found[1])


def day(cell: Cell) -> date | None:
    """A day: 2026-04-01, 2026年4月1日, 令和8年4月1日, R8.4.1, or as Excel counts it. None for an empty cell."""
    _no_error(cell)
    if isinstance(cell.value, datetime):
        return cell.value.date()
    if isinstance(cell.value, date):
        return cell.value
    written = plain(cell)
    return day_of(written, since_1904=cell.since_1904) if written else None


def yes_no(cell: Cell) -> bool | None:
    """はい, ○, yes; いいえ, ×, no. None for an empty cell."""
    if isinstance(cell.value, bool):
        return cell.value
    written = plain(cell)
    found = [answer for answer, words in ((True, YES), (False, NO)) if _words(written) & words]
    if written and len(found) != 1:
        raise ValidationError(_("Write “はい” or “yes”, “いいえ” or “no”."))
    return found[0] if found else None


def choice(cell: Cell, options: Iterable[tuple[str, Iterable[str]]]) -> str:
    """The key of the option whose name stands here, in whichever language. Empty for an empty cell."""
    written = folded(text(cell))
    for key, names in options:
        if written and written in {folded(name) for name in names}:
            return key
    if written:
        raise ValidationError(_("This is none of the answers to choose from. Choose one from the list of the cell."))
    return ""


def plain(cell: Cell) -> str:
    """The text with digits, signs and blanks of one width: for numbers, days and words, not for prose."""
    return unicodedata.normalize("NFKC", text(cell)).strip()


def folded(written: str) -> str:
    """For comparing names and headings: one width, no blanks, no difference of case."""
    return "".join(unicodedata.normalize("NFKC", written).casefold().split())


def _words(written: str) -> set[str]:
    """The answer itself, or both halves of an answer in two languages: "はい Yes"."""
    low = written.casefold()
    return {low, *low.replace("/", " ").split()}


def _no_error(cell: Cell) -> None:
    if cell.is_error:
        raise ValidationError(_("Excel shows an error in this cell. Type the value itself."))
