"""What must be true of the files before anything is written: each check yields complaints that name the row."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from django_countries import countries

from clair_portal.directory import codes
from clair_portal.directory.reference.files import TOO_MANY, BadReference, Row, Tables

Complaints = Iterator[str]

ENDINGS = {"city": "市", "special_ward": "区", "town": "町", "village": "村"}
HEADQUARTERS = "headquarters"

_KATAKANA = re.compile("[ァ-ヺー・ ]+")
_DISTRICT = ("district_kanji", "district_kana", "district_romaji")
_NAMES = ("name_kanji", "name_kana", "name_romaji")


def check(tables: Tables) -> None:
    """Raise BadReference with every complaint; return if there is none."""
    problems = [complaint for checking in _CHECKS for complaint in checking(tables)]
    if problems:
        raise BadReference(problems)


def day(text: str) -> date | None:
    """The day in a cell; an empty cell is an open end."""
    return date.fromisoformat(text) if text else None


def _cells(tables: Tables) -> Complaints:
    for row in (row for file in tables for row in file):
        if TOO_MANY in row.values:
            yield row.wrong("there are more cells than columns")


def _facts(tables: Tables) -> Complaints:
    known = {row["key"] for row in tables.sources}
    for row in (row for file in tables[1:] for row in file):
        if row["source"] not in known:
            yield row.wrong(f"there is no source “{row['source']}”")
        yield from _dates(row)


def _dates(row: Row) -> Complaints:
    try:
        first, last = day(row["valid_from_on"]), day(row["valid_until_on"])
    except ValueError:
        yield row.wrong("a date is not written as YYYY-MM-DD")
        return
    if first and last and last < first:
        yield row.wrong("the last day of validity lies before the first")


def _authority_codes(tables: Tables) -> Complaints:
    for row in tables.authorities:
        code = row["code"]
        if not codes.has_six_digits(code):
            yield row.wrong(f"the code “{code}” has not six digits")
        elif not codes.is_valid(code):
            right = codes.check_digit(code[:5])
            yield row.wrong(f"the check digit of {code} ({row['name_kanji']}) is wrong: it would be {right}")


def _authority_names(tables: Tables) -> Complaints:
    for row in tables.authorities:
        if not all(row[column] for column in _NAMES):
            yield row.wrong(f"{row['code']} has not all three names")
        elif not _KATAKANA.fullmatch(row["name_kana"]):
            yield row.wrong(f"the reading “{row['name_kana']}” is not katakana")


def _prefectures(tables: Tables) -> Complaints:
    for row in tables.prefectures:
        if row["code"][2:5] != "000":
            yield row.wrong(f"{row['code']} is not the code of a prefecture")


def _municipalities(tables: Tables) -> Complaints:
    prefectures = {row["name_kanji"]: row["code"] for row in tables.prefectures}
    for row in tables.municipalities:
        prefecture = prefectures.get(row["prefecture"])
        if prefecture is None:
            yield row.wrong(f"there is no prefecture “{row['prefecture']}”")
        elif prefecture[:2] != row["code"][:2] or row["code"][2:5] == "000":
            yield row.wrong(f"{row['code']} is not a code of {row['prefecture']} ({row['name_kanji']})")
        yield from _kind(row)
        yield from _district(row)


def _kind(row: Row) -> Complaints:
    ending = ENDINGS.get(row["kind"])
    if ending is None:
        yield row.wrong(f"“{row['kind']}” is no kind of municipality")
    elif not row["name_kanji"].endswith(ending):
        yield row.wrong(f"{row['name_kanji']} is not named like a {row['kind']}")


def _district(row: Row) -> Complaints:
    filled = [bool(row[column]) for column in _DISTRICT]
    if any(filled) and not all(filled):
        yield row.wrong("a district is written in three scripts or not at all")
    elif any(filled) and row["kind"] not in ("town", "village"):
        yield row.wrong(f"{row['name_kanji']}: only a town or a village lies in a district")


def _known_authorities(tables: Tables) -> Complaints:
    names = {row["code"]: row["name_kanji"] for row in tables.authorities}
    for row in (*tables.designations, *tables.branches):
        name = names.get(row["code"])
        if name is None:
            yield row.wrong(f"there is no local authority {row['code']}")
        elif name != row["name_kanji"]:
            yield row.wrong(f"{row['code']} is {name}, not {row['name_kanji']}")


def _designations(tables: Tables) -> Complaints:
    cities = {row["code"] for row in tables.municipalities if row["kind"] == "city"}
    for row in tables.designations:
        if row["code"] not in cities:
            yield row.wrong(f"{row['code']} ({row['name_kanji']}) is not a city")
        if not row["valid_from_on"]:
            yield row.wrong("the day of designation is missing")


def _offices(tables: Tables) -> Complaints:
    if HEADQUARTERS not in {row["key"] for row in tables.offices}:
        yield f"offices.csv: there is no row “{HEADQUARTERS}”"
    for row in tables.offices:
        if not re.fullmatch("(19[89]|20[0-9])[0-9]", row["opened_year"]):
            yield row.wrong(f"“{row['opened_year']}” is not a year")
        if not re.fullmatch("([1-9]|1[0-2])?", row["opened_month"]):
            yield row.wrong(f"“{row['opened_month']}” is not a month")


def _countries(tables: Tables) -> Complaints:
    offices = {row["key"] for row in tables.offices}
    for row in (*tables.offices, *tables.office_countries):
        if row["country"] not in countries:
            yield row.wrong(f"“{row['country']}” is not the code of a country")
    for row in tables.office_countries:
        if row["office"] not in offices:
            yield row.wrong(f"there is no office “{row['office']}”")


def _one_office_at_a_time(tables: Tables) -> Complaints:
    earlier: dict[str, list[Row]] = {}
    for row in tables.office_countries:
        others = earlier.setdefault(row["country"], [])
        for other in others:
            if _overlap(row, other):
                yield row.wrong(f"{row['country']} has an office at that time already, see row {other.line}")
        others.append(row)


def _overlap(one: Row, other: Row) -> bool:
    """ISO dates compare as text, and an open end lies outside them all."""
    return (one["valid_from_on"] or "0") <= (other["valid_until_on"] or "9999-12-31") and (
        (other["valid_from_on"] or "0") <= (one["valid_until_on"] or "9999-12-31")
    )


def _once(tables: Tables) -> Complaints:
    yield from _twice(tables.sources, lambda row: row["key"])
    yield from _twice(tables.authorities, lambda row: row["code"])
    yield from _twice(tables.prefectures, lambda row: row["name_kanji"])
    standing = [row for row in tables.municipalities if not row["valid_until_on"]]
    yield from _twice(standing, lambda row: f"{row['prefecture']} {row['name_kanji']}")
    yield from _twice(tables.designations, lambda row: row["code"])
    yield from _twice(tables.branches, lambda row: row["code"])
    yield from _twice(tables.offices, lambda row: row["key"])


def _twice(rows: Iterable[Row], key: Callable[[Row], str]) -> Complaints:
    first: dict[str, Row] = {}
    for row in rows:
        other = first.setdefault(key(row), row)
        if other is not row:
            yield row.wrong(f"{key(row)} stands already in {other.file}.csv, row {other.line}")


_CHECKS = (
    *(_cells, _facts, _authority_codes, _authority_names, _prefectures, _municipalities, _known_authorities),
    *(_designations, _offices, _countries, _one_office_at_a_time, _once),
)
