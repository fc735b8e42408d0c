"""The rows of an import as a CSV file: what became of each, and every fault in both languages."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from clair_portal.documents.results import ResultFile
from clair_portal.spreadsheets.findings import Finding, said
from clair_portal.spreadsheets.models import ImportRow, ImportRun
from clair_portal.spreadsheets.writing import harmless

CSV = "text/csv"
HEADINGS = (
    "シート Sheet",
    "行 Row",
    "結果 Outcome",
    "キー Key",
    "セル Cell",
    "列 Column",
    "値 Value",
    "理由",
    "Reason",
)


def report(run: ImportRun) -> ResultFile:
    """Whatever is not simply unchanged; faults and remarks one to a line."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    for line in _lines(run):
        writer.writerow([harmless(value) for value in line])
    return ResultFile(
        f"{run.filename.rpartition('.')[0] or run.filename}-rows.csv", text.getvalue().encode("utf-8-sig"), CSV
    )


def _lines(run: ImportRun) -> Iterator[tuple[Any, ...]]:
    if run.refusal:
        yield ("", "", run.state, "", *_told(run.refusal))
    for row in ImportRow.objects.of_run(run).worth_showing().in_order().iterator(2000):
        start = (row.sheet, row.number, row.outcome, row.key)
        found = [*row.faults, *row.remarks, *([row.kept_because] if row.kept_because else [])]
        yield from ((*start, *_told(one)) for one in found)
        if not found:
            yield (*start, "", "", "", "", "")


def _told(found: Finding) -> tuple[str, ...]:
    return (found["cell"], found["column"], found["value"], said(found, "ja"), said(found, "en-gb"))
