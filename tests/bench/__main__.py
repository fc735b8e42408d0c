"""`script/bench`: measures the rows asked for and prints them, leaving nothing behind."""

import argparse
import sys
import traceback
from collections.abc import Iterator

from portal_server.supervisor import listen_for_stop
from portal_server.terminal import say
from portal_server.trouble import Stopped, Trouble
from tests.bench import rows, table
from tests.bench.course import FULL, QUICK, Course
from tests.bench.ground import Ground
from tests.bench.result import Result

NOTE = (
    "Medians of the rounds, lowest and highest in brackets. Portal and yardstick ran in turn on the same gunicorn "
    "(2 workers, sync) and PostgreSQL (fsync on). CPU: user and system time of web and PostgreSQL processes. "
    "SQL: statements without BEGIN, COMMIT, session and user."
)


def words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="script/bench",
        description="Measures the rows of performance.md on a private PostgreSQL and Redis.",
        epilog="The exit code is 0 when every row asked for could be measured or is not built yet, met or not; "
        "1 when a measurement broke down.",
    )
    parser.add_argument("rows", nargs="*", metavar="P1", help="only these rows; without any, all of them")
    parser.add_argument("--json", action="store_true", help="one JSON object a line and nothing else")
    parser.add_argument("--quick", action="store_true", help="smaller counts: for trying out, not for judging")
    return parser.parse_args()


def measured(wanted: list[rows.Row], course: Course) -> Iterator[Result]:
    """Row by row, each as soon as it is known; a row that breaks down does not take the others with it."""
    for row in wanted:
        if row.measure is None:
            yield Result(row.key, row.what, trouble="not built yet", aim=row.target)
            continue
        try:
            yield from row.measure(course)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is said, and the next row is measured
            traceback.print_exc()
            yield Result(row.key, row.what, trouble=f"broke down: {error}", crashed=True, aim=row.target)


def show(result: Result, *, as_json: bool) -> None:
    say(result.as_json() if as_json else "\n".join([*table.lines(result), ""]))


def main() -> int:
    asked = words()
    listen_for_stop()
    try:
        wanted = rows.chosen(asked.rows)
        with Ground("bench") as ground:
            course = Course(ground, QUICK if asked.quick else FULL)
            crashed = False
            for result in measured(wanted, course):
                show(result, as_json=asked.json)
                crashed = crashed or result.crashed
    except (Trouble, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except (Stopped, KeyboardInterrupt):
        return 1
    if not asked.json:
        say(NOTE)
    return int(crashed)


if __name__ == "__main__":
    sys.exit(main())
