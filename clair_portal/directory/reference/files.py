"""The data files as rows that know where they stand, so that every complaint can name file and row."""

import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).resolve().parent.parent / "data"

# Raise it when the code derives something else from the same files, so that the next load is not skipped.
EDITION = "1"

# The column under which the reader puts what goes beyond the last one.
TOO_MANY = "…"

FACT = ("source", "valid_from_on", "valid_until_on")
COLUMNS = {
    "sources": ("key", "title", "url", "checked_on"),
    "prefectures": ("code", "name_kanji", "name_kana", "name_romaji", *FACT),
    "municipalities": (
        *("code", "prefecture", "kind", "district_kanji", "district_kana", "district_romaji"),
        *("name_kanji", "name_kana", "name_romaji", *FACT),
    ),
    "designations": ("code", "name_kanji", *FACT),
    "branches": ("code", "name_kanji", *FACT),
    "offices": (
        *("key", "country", "opened_year", "opened_month", "name_en", "name_ja", "name_de", "name_kana"),
        *FACT,
    ),
    "office_countries": ("office", "country", *FACT),
}


class BadReference(Exception):
    """The files are wrong; `problems` names file, row and reason of each fault."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Row:
    """One row of a file."""

    file: str
    line: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]

    def wrong(self, reason: str) -> str:
        """The complaint about this row."""
        return f"{self.file}.csv, row {self.line}: {reason}"


class Tables(NamedTuple):
    """All files."""

    sources: list[Row]
    prefectures: list[Row]
    municipalities: list[Row]
    designations: list[Row]
    branches: list[Row]
    offices: list[Row]
    office_countries: list[Row]

    @property
    def authorities(self) -> list[Row]:
        return [*self.prefectures, *self.municipalities]


def read(folder: Path = DATA) -> Tables:
    """Every file of the folder."""
    return Tables(*(_rows(folder, file) for file in Tables._fields))


def digest(folder: Path = DATA) -> str:
    """What changes when a file changes."""
    sums = hashlib.sha256(EDITION.encode())
    for file in Tables._fields:
        sums.update(hashlib.sha256((folder / f"{file}.csv").read_bytes()).digest())
    return sums.hexdigest()


def _rows(folder: Path, file: str) -> list[Row]:
    with (folder / f"{file}.csv").open(encoding="utf-8", newline="") as text:
        reader = csv.DictReader(text, restkey=TOO_MANY, restval="")
        if tuple(reader.fieldnames or ()) != COLUMNS[file]:
            raise BadReference([f"{file}.csv: the columns are not {', '.join(COLUMNS[file])}"])
        return [Row(file, reader.line_num, values) for values in reader]
