"""P5 and P6: a register of 64,000 participants through the importer, and out again as a list.

One row is a person with participation, placement, up to five terms and languages; the time is that of both jobs, the
check with its row-by-row result and the taking over with history. The figures of naive and tuned libraries stand in
performance.md; they write one plain table, so nothing is run beside it here.
"""

from statistics import median
from typing import Any

from tests.bench.course import Course
from tests.bench.result import Bound, Result

IMPORT, EXPORT = "import of 64,000 rows", "export of 64,000 rows"
INSIDE = "tests.bench.inside.registers"
IN_RATES = {"csv": 10_000, "xlsx": 8_000}
IN_MEGABYTES, OUT_MEGABYTES, FIRST_S = 250, 120, 0.2
OUT_RATES = {"utf-8": 100_000, "xlsx": 11_000}


def imports(course: Course) -> list[Result]:
    return [_taken_over(course, form) for form in IN_RATES]


def _taken_over(course: Course, form: str) -> Result:
    site = course.portal(f"p5{form}")
    site.django("load_reference")
    folder = site.places.local / "registers"
    made = site.inside(f"{INSIDE}.write", people=course.scale.register, folder=str(folder))
    site.vacuum()
    line = site.inside(f"{INSIDE}.take_over", path=str(folder / f"register.{form}"), by=made["by"])
    rate = line["rows"] / (line["check_s"] + line["confirm_s"])
    bounds = (
        Bound("rows_per_s", rate, at_least=IN_RATES[form]),
        Bound("megabytes", line["megabytes"], at_most=IN_MEGABYTES),
        Bound("people", line["people"], at_least=course.scale.register, at_most=course.scale.register),
    )
    told = ("check_s", "confirm_s", "rows", "terms", "refused")
    return Result("P5", f"{IMPORT}: {form.upper()}", "rows/s", rate, bounds=bounds, extra={k: line[k] for k in told})


def exports(course: Course) -> list[Result]:
    site = course.portal("p6")
    site.django("load_reference")
    folder = site.places.local / "registers"
    made = site.inside(f"{INSIDE}.write", people=course.scale.register, folder=str(folder))
    site.inside(f"{INSIDE}.take_over", path=str(folder / "register.csv"), by=made["by"])
    site.vacuum()
    rounds = course.scale.register_rounds
    return [
        _written(form, site.inside(f"{INSIDE}.export", form=form, by=made["by"], rounds=rounds)) for form in OUT_RATES
    ]


def _written(form: str, line: dict[str, Any]) -> Result:
    rates = [line["rows"] / seconds for seconds in line["seconds"]]
    bounds = (
        Bound("rows_per_s", median(rates), at_least=OUT_RATES[form]),
        Bound("megabytes", line["megabytes"], at_most=OUT_MEGABYTES),
        Bound("first_row_s", line["first_row_s"], at_most=FIRST_S),
    )
    extra = {"swing": [median(rates), min(rates), max(rates)], "rows": line["rows"]}
    return Result("P6", f"{EXPORT}: {form.upper()}", "rows/s", median(rates), bounds=bounds, extra=extra)
