"""`manage.py load_reference` into an empty database: whole or not at all, and twice the same."""

import pytest
from django.core.management import CommandError

from clair_portal.directory.models import ReferenceLoad
from tests.directory.reference import planting
from tests.directory.reference.loading import MODELS, everything, load

pytestmark = pytest.mark.django_db


def test_the_first_load_says_how_much_it_wrote():
    assert load() == "Reference data loaded: 3796 rows created, 0 changed, 0 removed."
    assert [model.objects.count() for model in MODELS] == [13, 1863, 1788, 20, 67, 8, 37]


def test_the_second_changes_nothing_and_says_so():
    load()
    before = everything()

    assert load() == "Reference data unchanged."
    assert everything() == before
    assert ReferenceLoad.objects.count() == 1


def test_a_check_writes_nothing():
    assert load("--check") == "Would load reference data: 3796 rows created, 0 changed, 0 removed."
    assert [model.objects.count() for model in (*MODELS, ReferenceLoad)] == [0] * 8


@pytest.mark.parametrize(
    ("file", "number", "values"),
    [
        ("municipalities", 1742, {"code": "473822"}),
        ("designations", 21, {"name_kanji": "福岡市"}),
        ("office_countries", 38, {"country": "DE"}),
    ],
)
def test_a_fault_in_the_last_row_stops_everything(tmp_path, file, number, values):
    folder = planting.copy_to(tmp_path)
    planting.change(folder, file, number, **values)

    with pytest.raises(CommandError, match=f"(?s)Nothing was loaded.*{file}.csv, row {number}: "):
        load(folder=folder)
    assert [model.objects.count() for model in (*MODELS, ReferenceLoad)] == [0] * 8
