"""What is written into sheets does nothing there."""

from datetime import date

import pytest

from clair_portal.spreadsheets.writing import FORMULA_STARTS, harmless, looks_like_a_formula


@pytest.mark.parametrize("text", ["=1+1", "＝1", "+44 20", "-1", "@SUM", "\t=1", "\r1", " =1", "　=cmd|'/c calc'!A0"])
def test_what_a_spreadsheet_may_run(text):
    assert (looks_like_a_formula(text), harmless(text)) == (True, f"'{text}")


@pytest.mark.parametrize("text", ["", "Leeds", "1=1", "a@example.org", "2027-05-17"])
def test_what_it_does_not(text):
    assert (looks_like_a_formula(text), harmless(text)) == (False, text)


@pytest.mark.parametrize(
    ("value", "written"), [(None, ""), (5, 5), (-5, -5), (1.5, 1.5), (date(2026, 4, 1), "2026-04-01")]
)
def test_numbers_and_days_stay_what_they_are(value, written):
    assert harmless(value) == written


def test_both_widths_are_known():
    assert {"=", "＝", "+", "＋", "-", "－", "@", "＠"} <= FORMULA_STARTS
