"""The data files of what has been published, as rows that know where they stand, and what must be true of them."""

import csv
import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import NamedTuple

from django_countries import countries

from clair_portal.directory import codes
from clair_portal.directory.reference.files import TOO_MANY, BadReference, Row
from jet.models.published import FIRST_YEAR, PARTLY_KNOWN_DAY, PublishedFigure

DATA = Path(__file__).resolve().parent.parent / "data"
FACT = ("source", "published")
COLUMNS = {
    "sources": ("key", "title", "url"),
    "figures": ("year", "dimension", "key", "position", "unit", "value", "precision", *FACT),
    "duties": (
        *("key", "place", "actor_en", "actor_ja", "actor_de", "text_en", "text_ja", "text_de"),
        *(*FACT, "valid_from_on", "valid_until_on"),
    ),
}
Dimension = PublishedFigure.Dimension
CHOICES = {
    "dimension": frozenset(Dimension.values),
    "unit": frozenset(PublishedFigure.Unit.values),
    "precision": frozenset(PublishedFigure.Precision.values),
    "position": frozenset({"", "alt", "cir", "sea"}),
}


class Published(NamedTuple):
    """All files."""

    sources: list[Row]
    figures: list[Row]
    duties: list[Row]


Complaints = Iterator[str]


def read(folder: Path = DATA) -> Published:
    """Every file of the folder. Raises BadReference with every complaint, each naming file and row."""
    found = Published(*(_rows(folder, file) for file in Published._fields))
    problems = [complaint for checking in _CHECKS for complaint in checking(found)]
    if problems:
        raise BadReference(problems)
    return found


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def number(text: str) -> Decimal | None:
    """The figure in a cell; an empty cell is "no figure given", which is not zero."""
    return Decimal(text) if text else None


def _rows(folder: Path, file: str) -> list[Row]:
    with (folder / f"{file}.csv").open(encoding="utf-8", newline="") as text:
        reader = csv.DictReader(text, restkey=TOO_MANY, restval="")
        if tuple(reader.fieldnames or ()) != COLUMNS[file]:
            raise BadReference([f"{file}.csv: the columns are not {', '.join(COLUMNS[file])}"])
        return [Row(file, reader.line_num, values) for values in reader]


def _cells(found: Published) -> Complaints:
    for row in (row for file in found for row in file):
        if TOO_MANY in row.values:
            yield row.wrong("there are more cells than columns")


def _facts(found: Published) -> Complaints:
    known = {row["key"] for row in found.sources}
    for row in (*found.figures, *found.duties):
        if row["source"] not in known:
            yield row.wrong(f"there is no source “{row['source']}”")
        if not re.fullmatch(PARTLY_KNOWN_DAY, row["published"]):
            yield row.wrong(f"“{row['published']}” is not a year, a month or a day")


def _choices(found: Published) -> Complaints:
    for row in found.figures:
        for column, known in CHOICES.items():
            if row[column] not in known:
                yield row.wrong(f"“{row[column]}” is no {column}")


def _numbers(found: Published) -> Complaints:
    for row in found.figures:
        if not re.fullmatch("[0-9]{4}", row["year"]) or int(row["year"]) < FIRST_YEAR:
            yield row.wrong(f"“{row['year']}” is not a year of the programme")
        if not _is_figure(row["value"]):
            yield row.wrong(f"“{row['value']}” is not a figure")
    for row in found.duties:
        if not re.fullmatch("[0-9]+", row["place"]):
            yield row.wrong(f"“{row['place']}” is not a place in the list")


def _is_figure(text: str) -> bool:
    try:
        value = number(text)
    except InvalidOperation:
        return False
    return value is None or (value.is_finite() and value >= 0)


def _keys(found: Published) -> Complaints:
    for row in found.figures:
        known = _KNOWN_KEYS.get(row["dimension"])
        if known is not None and not known(row["key"]):
            yield row.wrong(f"“{row['key']}” is not known under {row['dimension']}")


def _is_country(key: str) -> bool:
    return key in countries


def _is_prefecture(key: str) -> bool:
    return codes.has_six_digits(key) and codes.is_valid(key) and key[2:5] == "000"


_KNOWN_KEYS: dict[str, Callable[[str], bool]] = {
    Dimension.TOTAL: lambda key: key == "",
    Dimension.COUNTRIES: lambda key: key == "",
    Dimension.SERVICE: frozenset({"new", "reappointed"}).__contains__,
    Dimension.POSITION: frozenset({"alt", "cir", "sea"}).__contains__,
    Dimension.COUNTRY: _is_country,
    Dimension.EVER: lambda key: key == "" or _is_country(key),
    Dimension.PREFECTURE: _is_prefecture,
}


def _parts(found: Published) -> Complaints:
    """Where one source gives all parts of a year, they add up to its total."""
    wholes = {_of(row): row for row in found.figures if row["dimension"] == Dimension.TOTAL}
    for dimension, parts in ((Dimension.SERVICE, 2), (Dimension.POSITION, 3)):
        together: dict[tuple[str, str], list[Row]] = {}
        for row in filter(_is_count, found.figures):
            if row["dimension"] == dimension:
                together.setdefault(_of(row), []).append(row)
        for which, rows in together.items():
            if which in wholes and len(rows) == parts:
                yield from _adding_up(rows, wholes[which])


def _adding_up(rows: list[Row], whole: Row) -> Complaints:
    if sum(Decimal(row["value"]) for row in rows) != number(whole["value"]):
        yield rows[0].wrong(f"the parts do not add up to {whole['value']}, see row {whole.line}")


def _of(row: Row) -> tuple[str, str]:
    return row["year"], row["source"]


def _is_count(row: Row) -> bool:
    return (row["unit"], row["position"]) == ("people", "") and row["value"].isdecimal()


def _days(found: Published) -> Complaints:
    for row in found.duties:
        try:
            first, last = day(row["valid_from_on"]), day(row["valid_until_on"])
        except ValueError:
            yield row.wrong("a date is not written as YYYY-MM-DD")
            continue
        if first and last and last < first:
            yield row.wrong("the last day of validity lies before the first")


def _texts(found: Published) -> Complaints:
    for row in (*found.sources, *found.duties):
        needed = ("title",) if row.file == "sources" else ("actor_en", "text_en")
        if not all(row[column].strip() for column in needed):
            yield row.wrong(f"{' or '.join(needed)} is empty")


def _once(found: Published) -> Complaints:
    yield from _twice(found.sources, ("key",))
    yield from _twice(found.duties, ("key",))
    yield from _twice(found.figures, ("year", "dimension", "key", "position", "unit", "source"))


def _twice(rows: list[Row], columns: tuple[str, ...]) -> Complaints:
    first: dict[tuple[str, ...], Row] = {}
    for row in rows:
        other = first.setdefault(tuple(row[column] for column in columns), row)
        if other is not row:
            yield row.wrong(f"it says the same as row {other.line}")


_CHECKS = (_cells, _facts, _choices, _numbers, _keys, _parts, _days, _texts, _once)
