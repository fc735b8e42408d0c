"""P4: the staff site's list of 64,000 people, against plain Django admin's first page and against its own."""

from typing import Any

from tests.bench.course import Course
from tests.bench.result import Bound, Result

FIRST_PAGE, OTHER_PAGES = 2.0, 1.2  # × plain admin's first page, × our own first page
SEARCH_SQL_MS = 10.0


def measure(course: Course) -> list[Result]:
    site = course.portal("p4")
    lines = site.inside("tests.bench.staff_list_p4.run", people=course.scale.people, rounds=course.scale.list_rounds)
    return [_told(line, is_first=number == 0) for number, line in enumerate(lines)]


def _told(line: dict[str, Any], *, is_first: bool) -> Result:
    bounds = [Bound("ratio", line["ratio"], at_most=FIRST_PAGE if is_first else OTHER_PAGES)]
    if line["what"].startswith("search"):
        bounds.append(Bound("slowest_sql_ms", line["slowest_sql_ms"], at_most=SEARCH_SQL_MS))
    held_against = "plain admin" if is_first else "our first page"
    return Result(
        row="P4",
        what=f"staff list, {line['what']} against {held_against}",
        unit=line["unit"],
        figure=line["figure"],
        yardstick=line["yardstick"],
        ratio=line["ratio"],
        bounds=tuple(bounds),
        extra={
            "sql": line["sql"],
            "slowest_sql_ms": line["slowest_sql_ms"],
            "swing": [line["figure"], *line["range"]],
        },
    )
