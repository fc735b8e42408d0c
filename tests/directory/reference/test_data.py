"""The data files themselves: counted, coded, and agreeing with each other and with domain.md §3."""

import collections

import pytest

from clair_portal.directory import codes
from clair_portal.directory.gazetteer import DESIGNATED_CITIES
from clair_portal.directory.hepburn import romaji
from clair_portal.directory.reference import checks, files
from tests.directory.test_codes import DESIGNATED, PREFECTURES

TABLES = files.read()


def column(rows, name):
    return [row[name] for row in rows]


def test_the_files_are_in_order():
    assert checks.check(TABLES) is None


def test_there_are_1741_municipalities_of_four_kinds():
    kinds = collections.Counter(column(TABLES.municipalities, "kind"))

    assert (len(TABLES.municipalities), kinds) == (
        1741,
        {"city": 792, "town": 743, "village": 183, "special_ward": 23},
    )


def test_the_prefectures_are_the_published_ones():
    assert column(TABLES.prefectures, "code") == PREFECTURES


def test_the_designated_cities_are_the_published_ones():
    assert sorted(column(TABLES.designations, "code")) == sorted(DESIGNATED)
    assert {(row["code"][:5], row["name_kanji"]) for row in TABLES.designations} == {
        (jis, name) for name, (jis, _) in DESIGNATED_CITIES.items()
    }


def test_every_prefecture_and_designated_city_has_a_branch():
    assert sorted(column(TABLES.branches, "code")) == sorted(PREFECTURES + DESIGNATED)
    assert len(TABLES.branches) == 67


def test_every_code_has_its_check_digit():
    assert [row["code"] for row in TABLES.authorities if not codes.is_valid(row["code"])] == []


def test_towns_and_villages_outside_tokyo_lie_in_a_district():
    outside = [row for row in TABLES.municipalities if row["kind"] in ("town", "village") and not row["district_kanji"]]

    assert {row["prefecture"] for row in outside} == {"東京都"}
    assert column(outside, "name_kanji") == [
        *("大島町", "利島村", "新島村", "神津島村", "三宅村", "御蔵島村", "八丈町", "青ヶ島村", "小笠原村"),
    ]


def test_the_villages_of_the_northern_territories_are_not_counted():
    assert [code for code in column(TABLES.municipalities, "code") if "01695" <= code[:5] <= "01700"] == []


@pytest.mark.parametrize(
    ("code", "latin"),
    [
        ("022039", "Hachinohe"),
        ("131113", "Ota"),
        ("271004", "Osaka"),
        ("392014", "Kochi"),
        ("422088", "Matsuura"),
        ("282090", "Toyooka"),
        ("122181", "Katsuura"),
        ("203033", "Koumi"),
        ("382159", "Toon"),
        ("336220", "Shoo"),
        ("462179", "Soo"),
        ("402044", "Nogata"),
        ("471", None),
    ],
)
def test_romaji_is_what_the_place_calls_itself(code, latin):
    found = {row["code"]: row["name_romaji"] for row in TABLES.municipalities}

    assert found.get(code) == latin


def test_the_romaji_of_prefectures_follow_from_their_readings():
    endings = {"都": "ト", "府": "フ", "県": "ケン"}
    readings = [row["name_kana"].removesuffix(endings.get(row["name_kanji"][-1], "")) for row in TABLES.prefectures]

    assert [romaji(kana).capitalize() for kana in readings] == column(TABLES.prefectures, "name_romaji")


def test_london_looks_after_nine_countries():
    assert sorted(row["country"] for row in TABLES.office_countries if row["office"] == "london") == [
        *("AT", "DE", "DK", "FI", "GB", "IE", "NL", "NO", "SE"),
    ]


def test_seven_overseas_offices_and_headquarters_have_their_years():
    assert [(row["key"], row["opened_year"], row["opened_month"]) for row in TABLES.offices] == [
        ("headquarters", "1988", ""),
        ("new-york", "1988", ""),
        ("london", "1989", ""),
        ("paris", "1990", "10"),
        ("singapore", "1990", "10"),
        ("seoul", "1993", "10"),
        ("sydney", "1994", "10"),
        ("beijing", "1997", ""),
    ]


def test_the_countries_that_came_later_have_their_first_day():
    assert [(row["country"], row["valid_from_on"]) for row in TABLES.office_countries if row["valid_from_on"]] == [
        ("JM", "2021-08-01"),
        ("TT", "2021-08-01"),
        ("LK", "2018-07-01"),
    ]


def test_the_first_five_cities_were_designated_on_one_day():
    first = sorted(row["name_kanji"] for row in TABLES.designations if row["valid_from_on"] == "1956-09-01")

    assert first == sorted(["横浜市", "名古屋市", "京都市", "大阪市", "神戸市"])
    assert max(column(TABLES.designations, "valid_from_on")) == "2012-04-01"
