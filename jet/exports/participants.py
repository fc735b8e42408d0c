"""Participants as CSV or Excel, written row by row into a file on disk."""

from collections.abc import Collection, Iterable
from itertools import chain
from typing import IO, Any

from django.core.files.temp import NamedTemporaryFile
from django.utils.translation import gettext_lazy as _

from clair_portal.documents.results import ResultFile
from clair_portal.spreadsheets.streaming import Row, write_csv, write_xlsx
from clair_portal.workflow import DomainError
from jet.exports.rows import rows
from jet.imports.columns import COLUMNS
from jet.models.participants import ParticipantQuerySet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
TITLE = "参加者 Participants"
NOT_WRITTEN = {"name_kanji", "name_kana", "arrival_year", "arrival_code"}  # said by other columns
WRITTEN = [column for column in COLUMNS if column.name not in NOT_WRITTEN]
FORMATS = ("utf-8", "cp932", "xlsx")


class NotInJapanese(DomainError):
    """Somebody's name has a letter that the old Japanese encoding does not know."""

    message = _("A name has letters that Shift_JIS lacks, such as é. Choose UTF-8 or Excel instead.")


def as_file(found: ParticipantQuerySet, form: str, *, reader: Any, without: Collection[str] = ()) -> ResultFile:
    """The list in one of FORMATS, with the placements that `reader` may know of; the columns `without` are left out."""
    content = NamedTemporaryFile()  # closed by whoever stores it
    kept = [place for place, column in enumerate(WRITTEN) if column.name not in without]
    headings: Row = [f"{column.ja} {column.en}" for column in WRITTEN]
    cells = ([row[place] for place in kept] for row in chain([headings], rows(found, reader)))
    if form == "xlsx":
        write_xlsx(content, TITLE, cells)
    else:
        _csv(content, cells, form)
    content.seek(0)
    name, kind = ("participants.xlsx", XLSX) if form == "xlsx" else ("participants.csv", CSV)
    return ResultFile(name, content, kind)


def _csv(content: IO[bytes], cells: Iterable[Row], encoding: str) -> None:
    """Excel knows UTF-8 by its mark. Raises NotInJapanese where cp932 lacks a letter."""
    try:
        write_csv(content, cells, "utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeEncodeError as error:
        content.close()
        raise NotInJapanese from error
