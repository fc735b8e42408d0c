"""Which rows there are, and what happens to one that cannot run."""

import pytest

from tests.bench import __main__ as command
from tests.bench import rows
from tests.bench.course import QUICK, Course
from tests.bench.ground import Ground
from tests.bench.result import Bound, Result

NEVER_STARTED = Course(Ground("never-started"), QUICK)


def works(_course: Course) -> list[Result]:
    return [Result("W", "works", bounds=(Bound("ratio", 1, at_least=0.5),))]


def breaks(_course: Course) -> list[Result]:
    raise ValueError("no such page")


def test_ten_rows_in_order() -> None:
    assert [row.key for row in rows.chosen([])] == [f"P{number}" for number in range(1, 11)]


def test_some_rows_in_the_order_asked_for() -> None:
    assert [row.key for row in rows.chosen(["p4", "P1"])] == ["P4", "P1"]


def test_an_unknown_row_is_named() -> None:
    with pytest.raises(ValueError, match='There is no row "P11"'):
        rows.chosen(["P11"])


def test_what_is_built_is_measured() -> None:
    assert [row.key for row in rows.ROWS if row.measure] == ["P1", "P2", "P4", "P5", "P6", "P7", "P8", "P9", "P10"]


def test_a_row_that_breaks_down_does_not_take_the_next_with_it(capsys: pytest.CaptureFixture[str]) -> None:
    wanted = [rows.Row("B", "breaks", "", breaks), rows.Row("N", "nothing", "a lot"), rows.Row("W", "works", "", works)]
    broken, missing, working = command.measured(wanted, NEVER_STARTED)
    assert (broken.trouble, broken.crashed, broken.met) == ("broke down: no such page", True, False)
    assert (missing.trouble, missing.crashed, missing.met, missing.target) == ("not built yet", False, False, "a lot")
    assert working.met
    assert "no such page" in capsys.readouterr().err
