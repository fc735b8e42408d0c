"""A copy of the data files in which a test plants a fault."""

import csv
import shutil
from pathlib import Path

from clair_portal.directory.reference.files import COLUMNS, DATA


def copy_to(folder: Path) -> Path:
    """All data files, to be spoilt."""
    return Path(shutil.copytree(DATA, folder / "data"))


def rows(folder: Path, file: str) -> list[dict[str, str]]:
    with (folder / f"{file}.csv").open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def write(folder: Path, file: str, new: list[dict[str, str]]) -> None:
    with (folder / f"{file}.csv").open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, COLUMNS[file])
        writer.writeheader()
        writer.writerows(new)


def change(folder: Path, file: str, number: int, **values: str) -> None:
    """Change cells of a row; rows count from 2, as a spreadsheet shows them."""
    present = rows(folder, file)
    present[number - 2] |= values
    write(folder, file, present)


def append(folder: Path, file: str, **values: str) -> None:
    write(folder, file, [*rows(folder, file), dict.fromkeys(COLUMNS[file], "") | values])


def drop(folder: Path, file: str, number: int) -> None:
    present = rows(folder, file)
    del present[number - 2]
    write(folder, file, present)
