"""The data files of what has been published: each fault is named by file and row, and nothing is written."""

import csv
import shutil
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from clair_portal.directory.models import Source
from clair_portal.directory.reference.files import BadReference
from jet.models import Duty, PublishedFigure
from jet.statistics import reference


def load(*arguments, **options):
    told = StringIO()
    call_command("load_published", *arguments, stdout=told, **options)
    return told.getvalue().strip()


def everything():
    return [list(model.objects.order_by("pk").values()) for model in (Source, PublishedFigure, Duty)]


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(reference.DATA, tmp_path / "data")


def plant(folder, file, number, **values):
    """Changes the row of this number as a reader counts them, the headings being row 1."""
    path = folder / f"{file}.csv"
    with path.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    rows[number - 2].update(values)
    with path.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, reference.COLUMNS[file], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def row_of(**wanted):
    """The number of the first row of the figures with these values."""
    return next(row.line for row in reference.read().figures if wanted.items() <= row.values.items())


@pytest.mark.django_db
class TestLoading:
    def test_the_first_load_writes_and_the_second_changes_nothing(self):
        assert load().startswith("Loaded published figures: ")
        before = everything()

        assert load() == "Published figures unchanged."
        assert everything() == before

    def test_a_check_writes_nothing(self):
        assert load("--check").startswith("Would load published figures: ")
        assert everything() == [[], [], []]

    def test_what_is_no_longer_in_the_files_goes_and_what_differs_changes(self, folder):
        load()
        path = folder / "figures.csv"
        path.write_text("".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]), encoding="utf-8")
        plant(folder, "duties", 2, text_en="Something else.")

        assert load(folder=folder) == "Loaded published figures: 0 rows created, 1 changed, 1 removed."

    def test_when_a_source_was_read_belongs_to_people(self):
        load()
        Source.objects.filter(key="jet-history").update(checked_on="2026-11-24")

        assert load() == "Published figures unchanged."

    def test_a_fault_in_the_last_row_stops_everything(self, folder):
        last = len(reference.read().figures) + 1
        plant(folder, "figures", last, value="many")

        with pytest.raises(CommandError, match=f"(?s)Nothing was loaded.*figures.csv, row {last}: “many” is not"):
            load(folder=folder)
        assert everything() == [[], [], []]


class TestFaults:
    @pytest.mark.parametrize(
        ("file", "values", "reason"),
        [
            ("figures", {"source": "hearsay"}, "there is no source “hearsay”"),
            ("figures", {"published": "last year"}, "“last year” is not a year, a month or a day"),
            ("figures", {"dimension": "weather"}, "“weather” is no dimension"),
            ("figures", {"unit": "yen"}, "“yen” is no unit"),
            ("figures", {"precision": "roughly"}, "“roughly” is no precision"),
            ("figures", {"position": "boss"}, "“boss” is no position"),
            ("figures", {"year": "1986"}, "“1986” is not a year of the programme"),
            ("figures", {"year": "Showa"}, "“Showa” is not a year of the programme"),
            ("figures", {"value": "-1"}, "“-1” is not a figure"),
            ("figures", {"value": "NaN"}, "“NaN” is not a figure"),
            ("figures", {"dimension": "country", "key": "XX"}, "“XX” is not known under country"),
            ("figures", {"dimension": "prefecture", "key": "240002"}, "“240002” is not known under prefecture"),
            ("figures", {"dimension": "position", "key": "cook"}, "“cook” is not known under position"),
            ("figures", {"dimension": "total", "key": "US"}, "“US” is not known under total"),
            ("duties", {"place": "first"}, "“first” is not a place in the list"),
            ("duties", {"valid_from_on": "1987"}, "a date is not written as YYYY-MM-DD"),
            ("duties", {"valid_from_on": "2020-01-02", "valid_until_on": "2020-01-01"}, "the last day of validity"),
            ("duties", {"text_en": " "}, "actor_en or text_en is empty"),
            ("duties", {"source": "hearsay"}, "there is no source “hearsay”"),
            ("sources", {"title": ""}, "title is empty"),
        ],
    )
    def test_each_is_named_with_its_row(self, folder, file, values, reason):
        plant(folder, file, 4, **values)

        with pytest.raises(BadReference) as bad:
            reference.read(folder)
        assert any(problem.startswith(f"{file}.csv, row 4: {reason}") for problem in bad.value.problems)

    @pytest.mark.parametrize(("key", "dimension"), [("new", "service"), ("cir", "position")])
    def test_parts_that_do_not_add_up(self, folder, key, dimension):
        mine = row_of(year="1987", dimension=dimension, key=key)
        plant(folder, "figures", mine, value="7")

        with pytest.raises(BadReference, match="the parts do not add up to 848, see row"):
            reference.read(folder)

    def test_the_same_figure_twice(self, folder):
        path = folder / "figures.csv"
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join([*lines, lines[-1]]), encoding="utf-8")

        with pytest.raises(BadReference, match=f"row {len(lines) + 1}: it says the same as row {len(lines)}"):
            reference.read(folder)

    def test_a_cell_too_many(self, folder):
        path = folder / "duties.csv"
        path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + ",more\n", encoding="utf-8")

        with pytest.raises(BadReference, match="there are more cells than columns"):
            reference.read(folder)

    def test_another_heading(self, folder):
        path = folder / "sources.csv"
        path.write_text(path.read_text(encoding="utf-8").replace("title", "name", 1), encoding="utf-8")

        with pytest.raises(BadReference, match=r"sources\.csv: the columns are not key, title, url"):
            reference.read(folder)


@pytest.mark.django_db
class TestWhatTheFilesSay:
    def test_the_yearly_table_is_whole(self):
        """39 years, 175,127 when added up, none for the two years without arrivals."""
        load()
        table = PublishedFigure.objects.totals().filter(source__key="jet-history")
        values = dict(table.values_list("year", "value"))

        assert sorted(values) == list(range(1987, 2026))
        assert sum(value for value in values.values() if value is not None) == 175_127
        assert [year for year, value in values.items() if value is None] == [2020, 2021]

    def test_the_two_figures_of_2024_stand_side_by_side(self):
        load()
        totals = PublishedFigure.objects.totals().of_year(2024)

        assert sorted(totals.values_list("value", flat=True)) == [5851, 5861]

    def test_every_figure_and_duty_has_a_source_with_a_title(self):
        load()
        assert not PublishedFigure.objects.filter(source__title="").exists()
        assert {duty.actor_en.split(" ")[0] for duty in Duty.objects.all()} >= {"Ministry", "Council", "Host"}
