"""Every fault planted in the files is named with file, row and reason."""

import pytest

from clair_portal.directory.reference import checks, files
from tests.directory.reference import planting

KYOTO = {"name_kanji": "京都府", "name_kana": "キョウトフ", "name_romaji": "Kyoto", "source": "mic-codes"}


def problems(folder):
    with pytest.raises(files.BadReference) as caught:
        checks.check(files.read(folder))
    return caught.value.problems


@pytest.mark.parametrize(
    ("file", "number", "values", "complaint"),
    [
        (
            *("municipalities", 3, {"code": "012026"}),
            "municipalities.csv, row 3: the check digit of 012026 (函館市) is wrong: it would be 5",
        ),
        (
            *("prefectures", 2, {"code": "010007"}),
            "prefectures.csv, row 2: the check digit of 010007 (北海道) is wrong: it would be 6",
        ),
        (
            *("municipalities", 3, {"code": "12025"}),
            "municipalities.csv, row 3: the code “12025” has not six digits",
        ),
        (
            *("municipalities", 3, {"code": "131113"}),
            "municipalities.csv, row 3: 131113 is not a code of 北海道 (函館市)",
        ),
        (
            *("municipalities", 3, {"prefecture": "北海県"}),
            "municipalities.csv, row 3: there is no prefecture “北海県”",
        ),
        (
            *("municipalities", 3, {"kind": "hamlet"}),
            "municipalities.csv, row 3: “hamlet” is no kind of municipality",
        ),
        (
            *("municipalities", 3, {"kind": "town"}),
            "municipalities.csv, row 3: 函館市 is not named like a town",
        ),
        (
            *("municipalities", 3, {"district_kanji": "函館郡"}),
            "municipalities.csv, row 3: a district is written in three scripts or not at all",
        ),
        (
            *("municipalities", 3, {"district_kanji": "甲郡", "district_kana": "コウグン", "district_romaji": "Ko"}),
            "municipalities.csv, row 3: 函館市: only a town or a village lies in a district",
        ),
        (
            *("municipalities", 3, {"name_kana": "はこだてし"}),
            "municipalities.csv, row 3: the reading “はこだてし” is not katakana",
        ),
        (
            *("municipalities", 3, {"name_romaji": ""}),
            "municipalities.csv, row 3: 012025 has not all three names",
        ),
        (
            *("municipalities", 3, {"source": "hearsay"}),
            "municipalities.csv, row 3: there is no source “hearsay”",
        ),
        (
            *("municipalities", 3, {"valid_from_on": "1. April 2005"}),
            "municipalities.csv, row 3: a date is not written as YYYY-MM-DD",
        ),
        (
            *("municipalities", 3, {"valid_from_on": "2005-04-01", "valid_until_on": "2005-03-31"}),
            "municipalities.csv, row 3: the last day of validity lies before the first",
        ),
        (
            *("prefectures", 2, {"code": "012025"}),
            "prefectures.csv, row 2: 012025 is not the code of a prefecture",
        ),
        (
            *("designations", 2, {"name_kanji": "仙台市"}),
            "designations.csv, row 2: 011002 is 札幌市, not 仙台市",
        ),
        (
            *("designations", 2, {"valid_from_on": ""}),
            "designations.csv, row 2: the day of designation is missing",
        ),
        (
            *("designations", 2, {"code": "010006", "name_kanji": "北海道"}),
            "designations.csv, row 2: 010006 (北海道) is not a city",
        ),
        (
            *("branches", 2, {"code": "990001"}),
            "branches.csv, row 2: there is no local authority 990001",
        ),
        (
            *("branches", 2, {"name_kanji": "青森県"}),
            "branches.csv, row 2: 010006 is 北海道, not 青森県",
        ),
        (
            *("offices", 3, {"opened_year": "88"}),
            "offices.csv, row 3: “88” is not a year",
        ),
        (
            *("offices", 3, {"opened_month": "13"}),
            "offices.csv, row 3: “13” is not a month",
        ),
        (
            *("offices", 2, {"key": "tokyo"}),
            "offices.csv: there is no row “headquarters”",
        ),
        (
            *("office_countries", 2, {"country": "XX"}),
            "office_countries.csv, row 2: “XX” is not the code of a country",
        ),
        (
            *("office_countries", 2, {"office": "rome"}),
            "office_countries.csv, row 2: there is no office “rome”",
        ),
    ],
)
def test_a_wrong_cell_is_named(tmp_path, file, number, values, complaint):
    folder = planting.copy_to(tmp_path)
    planting.change(folder, file, number, **values)

    assert complaint in problems(folder)


@pytest.mark.parametrize(
    ("file", "values", "complaint"),
    [
        (
            "municipalities",
            {"code": "012025", "prefecture": "北海道", "kind": "city", "name_kanji": "新函館市"},
            "municipalities.csv, row 1743: 012025 stands already in municipalities.csv, row 3",
        ),
        (
            "municipalities",
            {"code": "012998", "prefecture": "北海道", "kind": "city", "name_kanji": "函館市"},
            "municipalities.csv, row 1743: 北海道 函館市 stands already in municipalities.csv, row 3",
        ),
        (
            "prefectures",
            KYOTO | {"code": "480002"},
            "prefectures.csv, row 49: 京都府 stands already in prefectures.csv, row 27",
        ),
        ("sources", {"key": "mic-codes"}, "sources.csv, row 15: mic-codes stands already in sources.csv, row 2"),
        (
            "designations",
            {"code": "011002"},
            "designations.csv, row 22: 011002 stands already in designations.csv, row 2",
        ),
        ("branches", {"code": "010006"}, "branches.csv, row 69: 010006 stands already in branches.csv, row 2"),
        ("offices", {"key": "london"}, "offices.csv, row 10: london stands already in offices.csv, row 4"),
    ],
)
def test_a_duplicate_is_named_with_both_rows(tmp_path, file, values, complaint):
    folder = planting.copy_to(tmp_path)
    planting.append(folder, file, **values)

    assert complaint in problems(folder)


@pytest.mark.parametrize(
    ("country", "valid_from_on", "valid_until_on"),
    [("DE", "", ""), ("DE", "2020-01-01", ""), ("LK", "2018-07-01", ""), ("LK", "", "2018-07-01")],
)
def test_two_offices_for_a_country_at_one_time_are_named(tmp_path, country, valid_from_on, valid_until_on):
    folder = planting.copy_to(tmp_path)
    first = [row["country"] for row in planting.rows(folder, "office_countries")].index(country) + 2
    planting.append(
        folder,
        "office_countries",
        office="paris",
        country=country,
        source="office-paris",
        valid_from_on=valid_from_on,
        valid_until_on=valid_until_on,
    )

    assert problems(folder) == [
        f"office_countries.csv, row 39: {country} has an office at that time already, see row {first}"
    ]


def test_one_office_may_follow_another(tmp_path):
    folder = planting.copy_to(tmp_path)
    planting.append(
        folder, "office_countries", office="paris", country="LK", source="office-paris", valid_until_on="2018-06-30"
    )

    assert checks.check(files.read(folder)) is None


def test_all_faults_are_named_at_once(tmp_path):
    folder = planting.copy_to(tmp_path)
    planting.change(folder, "municipalities", 3, code="012026")
    planting.change(folder, "offices", 3, opened_month="13")

    assert len(problems(folder)) == 2


def test_another_set_of_columns_is_named(tmp_path):
    folder = planting.copy_to(tmp_path)
    (folder / "offices.csv").write_text("key,town\nlondon,London\n", encoding="utf-8")

    with pytest.raises(files.BadReference, match="the columns are not key, country, opened_year"):
        files.read(folder)


def plant_line(folder, line):
    with (folder / "offices.csv").open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")


def test_a_row_with_too_many_cells_is_named(tmp_path):
    folder = planting.copy_to(tmp_path)
    plant_line(folder, "rome,IT,2030,,a,b,c,d,djw-2017,,,extra")

    assert problems(folder) == ["offices.csv, row 10: there are more cells than columns"]


def test_a_row_with_too_few_cells_is_named(tmp_path):
    folder = planting.copy_to(tmp_path)
    plant_line(folder, "rome,IT")

    assert problems(folder) == [
        "offices.csv, row 10: there is no source “”",
        "offices.csv, row 10: “” is not a year",
    ]
