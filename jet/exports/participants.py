"""Participants as CSV or Excel, written row by row into a file on disk."""

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain
from typing import IO, Any

import xlsxwriter
from django.core.files.temp import NamedTemporaryFile
from django.utils.translation import gettext_lazy as _

from clair_portal.documents.results import ResultFile
from clair_portal.spreadsheets.adaptors import Values
from clair_portal.spreadsheets.writing import PLAIN_TEXT, harmless, looks_like_a_formula
from clair_portal.workflow import DomainError
from jet.imports.columns import COLUMNS
from jet.imports.employers import Employers
from jet.imports.knowing import chosen, values_of, with_all
from jet.models.participants import ParticipantQuerySet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
CHUNK = 1000
NOT_WRITTEN = {"name_kanji", "name_kana", "arrival_year", "arrival_code"}  # said by other columns
WRITTEN = [column for column in COLUMNS if column.name not in NOT_WRITTEN]
FORMATS = ("utf-8", "cp932", "xlsx")


class NotInJapanese(DomainError):
    """Somebody's name has a letter that the old Japanese encoding does not know."""

    message = _("A name has letters that Shift_JIS lacks, such as é. Choose UTF-8 or Excel instead.")


def lines(found: ParticipantQuerySet) -> Iterator[Values]:
    """The rows in the words of the columns; a thousand at a time are in memory."""
    employers = Employers()
    for row in with_all(found).order_by("jet_number", "pk").iterator(CHUNK):
        placement = chosen(list(row.placements.all()), "")
        values = values_of(row, placement, employers.labels)
        yield {**values, **_employer(values["employer"]), "arrives_on": row.arrival_group.arrives_on.isoformat()}


def _employer(label: str) -> Values:
    """Code and name in columns of their own, each checking the other when the file comes back."""
    code, __, name = label.partition(" ")
    is_code = code.isdecimal() and bool(name)
    return {"employer_code": code if is_code else "", "employer": name if is_code else label}


def as_file(found: ParticipantQuerySet, form: str, *, without: Collection[str] = ()) -> ResultFile:
    """The list in one of FORMATS; the columns `without` are left out."""
    content = NamedTemporaryFile()  # closed by whoever stores it
    columns = [column for column in WRITTEN if column.name not in without]
    people: Iterator[Sequence[Any]] = ([_written(values[column.name]) for column in columns] for values in lines(found))
    headings: Sequence[Any] = [f"{column.ja} {column.en}" for column in columns]
    rows = chain([headings], people)
    if form == "xlsx":
        _xlsx(content, rows)
    else:
        _csv(content, rows, form)
    content.seek(0)
    name, kind = ("participants.xlsx", XLSX) if form == "xlsx" else ("participants.csv", CSV)
    return ResultFile(name, content, kind)


def _written(value: Any) -> str | int:
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    return value if isinstance(value, int) else str(value)


def _csv(content: IO[bytes], rows: Iterable[Sequence[Any]], encoding: str) -> None:
    """Excel knows UTF-8 by its mark. Raises NotInJapanese where cp932 lacks a letter: none is silently changed."""
    text = io.TextIOWrapper(content, "utf-8-sig" if encoding == "utf-8" else encoding, "strict", newline="")
    writer = csv.writer(text)
    try:
        for row in rows:
            writer.writerow([harmless(value) for value in row])
        text.detach()
    except UnicodeEncodeError as error:
        content.close()
        raise NotInJapanese from error


def _xlsx(content: IO[bytes], rows: Iterable[Sequence[Any]]) -> None:
    """Row by row: a row that is written leaves the memory."""
    book = xlsxwriter.Workbook(content, {**PLAIN_TEXT, "constant_memory": True, "in_memory": False})
    sheet = book.add_worksheet("参加者 Participants")
    as_text, quoted = book.add_format({"num_format": "@"}), book.add_format({"num_format": "@", "quote_prefix": True})
    sheet.freeze_panes(1, 1)
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(number, column, value)
            elif value:
                sheet.write_string(number, column, value, quoted if looks_like_a_formula(value) else as_text)
    book.close()
