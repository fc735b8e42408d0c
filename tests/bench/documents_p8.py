"""P8: PDFs with Japanese text, printed by the process that stands beside each worker.

The figures of a naive WeasyPrint stand in performance.md; there is nothing of another portal to run beside it.
"""

from concurrent.futures import ThreadPoolExecutor
from statistics import median
from time import perf_counter
from typing import Any

from tests.bench.course import Course
from tests.bench.ground import Site
from tests.bench.result import Bound, Result

WHAT = "PDFs with Japanese text"
INSIDE = "tests.bench.inside.printing"
ITINERARY_S, LIST_S, MANY_S, MEGABYTES = 0.2, 0.9, 45.0, 400
ROWS, MANY, PROCESSES, PAGES = 200, 300, 2, 2


def measure(course: Course) -> list[Result]:
    site, rounds = course.portal("p8"), course.scale.list_rounds
    filled = site.inside(f"{INSIDE}.fill", visits=ROWS)
    one = site.inside(f"{INSIDE}.itinerary", version=filled["version"], rounds=rounds)
    listed = site.inside(f"{INSIDE}.rows", reader=filled["reader"], rounds=rounds)
    return [
        _told(f"{WHAT}: itinerary of two pages, warm", one, ITINERARY_S, pages=PAGES),
        _told(f"{WHAT}: list of {ROWS} rows", listed, LIST_S),
        _together(site, filled["version"], MANY // PROCESSES),
        # Badges are printed when events get their check-in.
        Result("P8", f"{WHAT}: 100 badges", trouble="not built yet", aim="<= 0.3 s"),
    ]


def _told(what: str, line: dict[str, Any], seconds: float, pages: int = 0) -> Result:
    found = median(line["seconds"])
    bounds = [Bound("seconds", found, at_most=seconds), Bound("megabytes", line["megabytes"], at_most=MEGABYTES)]
    if pages:
        bounds.append(Bound("pages", line["pages"], at_least=pages, at_most=pages))
    swing = [found, min(line["seconds"]), max(line["seconds"])]
    return Result("P8", what, "s", found, bounds=tuple(bounds), extra={"swing": swing, "pages": line["pages"]})


def _together(site: Site, version: int, each: int) -> Result:
    """Two workers print at once, starting cold: what a whole season's programmes take."""

    def print_all(_worker: int) -> dict[str, Any]:
        line: dict[str, Any] = site.inside(f"{INSIDE}.itinerary", version=version, rounds=each)
        return line

    begun = perf_counter()
    with ThreadPoolExecutor(PROCESSES) as pool:
        lines = list(pool.map(print_all, range(PROCESSES)))
    seconds = perf_counter() - begun
    most = max(line["megabytes"] for line in lines)
    bounds = (Bound("seconds", seconds, at_most=MANY_S), Bound("megabytes", most, at_most=MEGABYTES))
    slower = max(sum(line["seconds"]) for line in lines)
    what = f"{WHAT}: {each * PROCESSES} itineraries on {PROCESSES} processes"
    return Result("P8", what, "s", seconds, bounds=bounds, extra={"slower_process_s": slower})
