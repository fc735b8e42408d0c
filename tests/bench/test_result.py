"""What is printed: the JSON of performance.md, and a table that hides nothing."""

import json
from collections import Counter

import pytest

from tests.bench import table
from tests.bench.result import Bound, Result
from tests.bench.rounds import Pairs, Round


def pairs(wrong: int = 0) -> Pairs:
    ours = Round(rate=1012.3456, p50=1, p95=2, cpu_ms=1.6, unexpected=Counter({500: wrong} if wrong else {}))
    return Pairs([ours], [Round(rate=1930.0, p50=1, p95=2, cpu_ms=0.9, unexpected=Counter())])


def a_result(*bounds: Bound, wrong: int = 0) -> Result:
    return Result.of_pairs("P1", "a page", pairs(wrong), bounds, {"sql": 3, "swing": [2.0, 1.0, 3.0]})


MET, MISSED = Bound("ratio", 0.52, at_least=0.5), Bound("sql", 4, at_most=3)


def test_one_object_a_line() -> None:
    assert json.loads(a_result(MET).as_json()) == {
        "row": "P1", "what": "a page", "figure": 1012.0, "yardstick": 1930.0, "ratio": 0.5245, "unit": "req/s",
        "extra": {"sql": 3, "swing": [2.0, 1.0, 3.0]}, "target": "ratio >= 0.5", "met": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("bounds", "met"), [((MET,), True), ((MET, MISSED), False), ((MISSED,), False), ((), False)], ids=str
)
def test_all_bounds_must_hold_and_there_must_be_one(bounds: tuple[Bound, ...], met: bool) -> None:
    assert a_result(*bounds).met is met


def test_one_wrong_answer_is_enough_not_to_be_met() -> None:
    result = a_result(MET, wrong=1)
    assert (result.met, result.trouble) == (False, "unexpected answers: 1 × status 500")


@pytest.mark.parametrize(
    ("bound", "holds", "target"),
    [
        (Bound("oversold", 0, at_most=0), True, "oversold <= 0"),
        (Bound("requests", 2, at_least=2, at_most=2), True, "requests = 2"),
        (Bound("requests", 3, at_least=2, at_most=2), False, "requests = 2"),
        (Bound("ratio", 0.49, at_least=0.5), False, "ratio >= 0.5"),
    ],
)
def test_bounds(bound: Bound, holds: bool, target: str) -> None:
    assert (bound.holds, bound.target) == (holds, target)


def test_a_row_that_is_not_built_says_so() -> None:
    result = Result("P3", "check-in", trouble="not built yet", aim="sql <= 4")
    assert json.loads(result.as_json())["trouble"] == "not built yet"
    assert (result.met, result.target) == (False, "sql <= 4")
    assert table.lines(result)[1].strip() == "not built yet"


def test_the_table_shows_every_figure_beside_its_bound() -> None:
    assert [" ".join(line.split()) for line in table.lines(a_result(MET, MISSED))] == [
        "P1 NOT MET a page",
        "1012 req/s, yardstick 1930",
        "ok ratio 0.52 (target: ratio >= 0.5)",
        "!! sql 4 (target: sql <= 3)",
        "swing 2 (1–3)",
    ]
