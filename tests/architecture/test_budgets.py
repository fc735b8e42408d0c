"""The size limits."""

import ast

import pytest

from tests.architecture import budgets
from tests.architecture.planting import findings
from tests.architecture.tree import CHECKOUT


def function(lines: int, name: str = "f") -> str:
    return f"def {name}() -> None:\n" + "    a = 1\n" * (lines - 1)


@pytest.mark.parametrize("rule", budgets.RULES)
def test_the_portal_keeps(rule):
    assert list(rule(CHECKOUT)) == []


@pytest.mark.parametrize(
    ("rule", "path", "text", "where"),
    [
        ("functions_are_short", "events/a.py", function(46) + function(2) * 99, "events/a.py:1"),
        ("functions_are_short", "events/a.py", function(6), "everywhere:"),
        ("functions_are_short", "events/a.py", function(26) * 2 + function(2) * 20, "everywhere:"),
        ("functions_are_simple", "events/a.py", f"def f() -> bool: return {' and '.join('a' * 11)}\n"
         + function(2) * 20, "events/a.py:1"),
        ("functions_are_simple", "events/a.py", "def f() -> int: return 1 if a or b else 2", "everywhere:"),
        ("functions_are_annotated", "events/a.py", "def f(): ...", "events/a.py:1"),
        ("files_are_short", "events/a.py", "a = 1\n" * 201, "everywhere:"),
        ("templates_are_short", "templates/a.html", "<p>\n" * 81, "everywhere:"),
        ("nothing_is_left_for_later", "events/a.py", "# TO" + "DO later", "events/a.py:1"),
        ("tests_outweigh_the_code", "events/a.py", "a = 1", "everywhere:"),
    ],
)  # fmt: skip
def test_a_planted_violation_is_found(rule, path, text, where, tmp_path):
    assert findings(getattr(budgets, rule), tmp_path, {path: text}) == [where]


def test_a_file_over_the_longest_is_named(tmp_path):
    found = findings(budgets.files_are_short, tmp_path, {"events/a.py": "a = 1\n" * 301})
    assert found == ["events/a.py:1", "everywhere:"]


def test_the_eleventh_suppression_is_found(tmp_path):
    line = "a = 1  # no" + "qa\n"
    assert findings(budgets.suppressions_are_rare, tmp_path, {"events/a.py": line * 10}) == []
    assert len(findings(budgets.suppressions_are_rare, tmp_path, {"events/a.py": line * 11})) == 11


def test_what_is_within_the_limits_is_not_found(tmp_path):
    files = {"events/a.py": function(5) * 3, "templates/a.html": "<p>\n" * 80, "tests/a.py": "a = 1\n" * 20}
    assert [found for rule in budgets.RULES for found in findings(rule, tmp_path, files)] == []


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("def f(): pass", 1),
        ("def f():\n if a and b: pass\n else: pass", 3),
        ("def f():\n for a in b:\n  while c: pass", 3),
        ("def f(): return [a for a in b if c]", 2),
    ],
)
def test_complexity_counts_the_ways_a_path_can_part(text, figure):
    assert budgets.complexity(ast.parse(text).body[0]) == figure


def test_the_95th_percentile_is_a_nearest_rank():
    assert budgets.percentile_95([]) == 0
    assert budgets.percentile_95([7]) == 7
    assert budgets.percentile_95(list(range(1, 101))) == 95
