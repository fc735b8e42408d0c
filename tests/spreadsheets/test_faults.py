"""A fault is said in two languages, at the cell as people call it."""

import pytest
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from clair_portal.spreadsheets import Cell, Fault
from clair_portal.spreadsheets.faults import faults_at, shown
from clair_portal.spreadsheets.grid import Sheet, column_name

REQUIRED = ValidationError(_("This field is required."))


@pytest.mark.parametrize(
    ("column", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_are_called_as_excel_calls_them(column, name):
    assert column_name(column) == name


def test_the_address_counts_rows_from_one():
    assert Cell("Sheet", 6, 1).address == "B7"


def test_the_reason_is_said_in_the_language_asked_for():
    (fault,) = faults_at(Cell("Sheet", 0, 0), REQUIRED)
    assert (fault.said("en-gb"), fault.said("ja")) == ("This field is required.", "このフィールドは必須です。")


def test_the_facts_of_a_reason_are_filled_in():
    with pytest.raises(ValidationError) as refusal:
        MaxLengthValidator(3)("long")
    (fault,) = faults_at(Cell("Sheet", 0, 0, "long"), refusal.value)
    assert fault.said("en-gb") == "Ensure this value has at most 3 characters (it has 4)."
    assert "3" in fault.said("ja")
    assert fault.said("ja") != fault.said("en-gb")


def test_a_percent_sign_in_a_reason_without_facts_stays():
    assert Fault("Sheet", "A1", "", "100 % sure").said("en-gb") == "100 % sure"


def test_long_values_are_cut_and_lines_joined():
    assert shown("a\nb  c") == "a b c"
    assert (len(shown("x" * 500)), shown("x" * 500)[-1]) == (80, "…")


def test_cells_beyond_the_last_are_empty():
    assert Sheet("Sheet", [["a"], ["b", "c"]]).cell(0, 1).is_blank
    assert Sheet("Sheet", [["a"]]).cell(9, 9).is_blank


def test_an_error_is_not_blank():
    assert not Sheet("Sheet", [[""]], errors=frozenset({(0, 0)})).cell(0, 0).is_blank
