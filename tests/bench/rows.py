"""The rows of performance.md as data: what each measures, and the function that measures it."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.bench import (
    allocation_p9,
    documents_p8,
    mails,
    planner_p10,
    public_page,
    registers,
    registration,
    staff_list,
)
from tests.bench.course import Course
from tests.bench.result import Result

Measure = Callable[[Course], list[Result]]


@dataclass(frozen=True)
class Row:
    """One row of the table; without `measure` its capability is not built yet."""

    key: str
    what: str
    target: str
    measure: Measure | None = None


ROWS = (
    Row("P1", public_page.WHAT, "ratio >= 0.5, cpu_ms <= 1.7, sql <= 3", public_page.measure),
    Row("P2", "registration POST, one hot event", "ratio >= 0.5, cpu_ms <= 3, sql <= 6", registration.measure),
    Row("P3", "check-in scan, 8 devices", "ratio >= 0.5, sql <= 4"),
    Row("P4", "staff list at 64,000 rows", "first page <= 2 × plain admin, others <= 1.2 × it", staff_list.measure),
    Row("P5", registers.IMPORT, "CSV >= 10,000 rows/s, XLSX >= 8,000 rows/s, <= 250 MB", registers.imports),
    Row("P6", registers.EXPORT, "CSV >= 100,000 rows/s, XLSX >= 11,000 rows/s, <= 120 MB", registers.exports),
    Row("P7", "28,000 personal mails to an SMTP sink", ">= 1,200 mails/s, the web stays responsive", mails.measure),
    Row("P8", documents_p8.WHAT, "itinerary <= 0.2 s, 200 rows <= 0.9 s, 300 <= 45 s", documents_p8.measure),
    Row("P9", allocation_p9.WHAT, "<= 1.5 × bare min-cost flow, whole run <= 5 s", allocation_p9.measure),
    Row("P10", planner_p10.WHAT, "<= 10 s to a bound <= 5 %, re-plan <= 3 s", planner_p10.measure),
)


def chosen(keys: list[str]) -> list[Row]:
    """The rows asked for, or all; an unknown one is a mistake of whoever typed it."""
    known = {row.key: row for row in ROWS}
    wanted = [key.upper() for key in keys] or list(known)
    for key in wanted:
        if key not in known:
            raise ValueError(f'There is no row "{key}": the rows are {", ".join(known)}.')
    return [known[key] for key in wanted]
