"""The loaded reference data: what it answers, and what a later edition of the files does to it."""

from datetime import date

import pytest
from django.core.management import CommandError
from django.utils import translation

from clair_portal.directory.models import Branch, LocalAuthority, Office, Organisation
from tests.directory.reference import planting
from tests.directory.reference.loading import everything, load

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

TODAY = date(2026, 11, 23)


def test_a_check_after_the_load_finds_all_in_order():
    assert load("--check") == "Reference data in order."


def test_a_check_notices_what_somebody_has_changed_by_hand():
    LocalAuthority.objects.filter(code="131113").update(name_romaji="Oota")

    assert load("--check") == "Would load reference data: 0 rows created, 1 changed, 0 removed."


def test_a_changed_row_is_changed_and_no_other(tmp_path):
    before = everything()
    folder = planting.copy_to(tmp_path)
    planting.change(folder, "municipalities", 3, name_romaji="Hakodate-Minato")

    assert load(folder=folder) == "Reference data loaded: 0 rows created, 2 changed, 0 removed."
    after = everything()
    different = [row for old, new in zip(before, after, strict=True) for row in new if row not in old]
    assert [row.get("name_en") or row["name_romaji"] for row in different] == [
        "Hakodate-Minato City",
        "Hakodate-Minato",
    ]


def test_what_staff_have_added_stays(tmp_path):
    Organisation.objects.filter(reference="office:london").update(email="office@example.org", version=5)
    folder = planting.copy_to(tmp_path)
    planting.change(folder, "offices", 4, name_de="JLGC London, Büro")
    load(folder=folder)
    london = Organisation.objects.get(reference="office:london")

    assert (london.name_de, london.email, london.version) == ("JLGC London, Büro", "office@example.org", 5)


def test_a_body_that_is_missing_from_the_files_is_not_deleted_but_asked_about(tmp_path):
    before = everything()
    folder = planting.copy_to(tmp_path)
    planting.drop(folder, "municipalities", 1742)

    with pytest.raises(CommandError, match="authority:473821 is no longer in the files"):
        load(folder=folder)
    assert everything() == before


def test_a_country_moves_to_another_office_from_a_day_on(tmp_path):
    folder = planting.copy_to(tmp_path)
    at = next(n for n, row in enumerate(planting.rows(folder, "office_countries"), 2) if row["country"] == "DK")
    planting.change(folder, "office_countries", at, valid_until_on="2027-03-31")
    planting.append(
        folder, "office_countries", office="paris", country="DK", source="office-paris", valid_from_on="2027-04-01"
    )

    assert load(folder=folder) == "Reference data loaded: 1 rows created, 1 changed, 0 removed."
    assert [Office.objects.responsible_for("DK", on=date(2027, m, 1)).key for m in (3, 4)] == ["london", "paris"]


def test_a_country_that_is_dropped_falls_to_headquarters(tmp_path):
    folder = planting.copy_to(tmp_path)
    planting.drop(folder, "office_countries", 2)

    assert load(folder=folder) == "Reference data loaded: 0 rows created, 0 changed, 1 removed."
    assert Office.objects.responsible_for("CA", on=TODAY).is_headquarters


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("大阪", ["270008", "271004"]),
        ("Osaka", ["270008", "271004"]),
        ("おおさか", ["270008", "271004"]),
        ("大阪市", ["271004"]),
        ("Osaka-shi", ["271004"]),
        ("Osaka City", ["271004"]),
        ("Osaka Prefecture", ["270008"]),
        ("大阪府大阪市", ["271004"]),
        ("府中市", ["132063", "342084"]),
        ("広島県府中市", ["342084"]),
        ("Fuchu, Hiroshima", ["342084", "343021"]),
        ("Fuchū City", ["132063", "342084"]),
        ("八戸", ["022039"]),
        ("Hachinohe", ["022039"]),
        ("ﾊﾁﾉﾍｼ", ["022039"]),
        ("Ohta", ["102059", "131113", "322059"][:2]),
        ("大田", ["131113", "322059"]),
        ("大田区", ["131113"]),
        ("龍ヶ崎市", ["082082"]),
        ("竜ケ崎", ["082082"]),
        ("Gumma", ["100005"]),
        ("Gunma-ken", ["100005"]),
        ("南津軽郡藤崎町", ["023612"]),
        ("北海道", ["010006"]),
        ("Tokyo-to", ["130001"]),
        ("Esashi, Hokkaido", ["013617", "015148"]),
        ("Shinonsen", ["285862"]),
        ("Shin'onsen", ["285862"]),
        ("Atlantis", []),
        ("", []),
    ],
)
def test_a_name_gives_every_authority_that_may_be_meant(text, codes):
    found = LocalAuthority.objects.named(text).by_code()

    assert [authority.code for authority in found] == codes


def test_with_the_prefecture_the_name_is_a_key():
    hiroshima = LocalAuthority.objects.get(code="340006")

    assert [a.code for a in LocalAuthority.objects.named("府中市", hiroshima)] == ["342084"]


@pytest.mark.parametrize(
    ("country", "day", "office"),
    [
        ("DE", TODAY, "london"),
        ("NL", TODAY, "london"),
        ("LK", date(2018, 6, 30), "headquarters"),
        ("LK", date(2018, 7, 1), "singapore"),
        ("JM", date(2021, 7, 31), "headquarters"),
        ("JM", date(2021, 8, 1), "new-york"),
        ("IS", TODAY, "headquarters"),
        ("PL", TODAY, "headquarters"),
        ("JP", TODAY, "headquarters"),
    ],
)
def test_the_office_of_a_country_on_a_day(country, day, office):
    assert Office.objects.responsible_for(country, on=day).key == office


@pytest.mark.parametrize(
    ("code", "branch"), [("022039", "青森県"), ("271004", "大阪市"), ("272272", "大阪府"), ("010006", "北海道")]
)
def test_requests_come_through_a_branch(code, branch):
    authority = LocalAuthority.objects.get(code=code)

    assert Branch.objects.responsible_for(authority, TODAY).authority.name_kanji == branch


@pytest.mark.parametrize(
    ("language", "name"), [("en-gb", "Hachinohe City"), ("ja", "八戸市"), ("de", "Hachinohe City")]
)
def test_an_organisation_has_its_name_in_the_reader_s_language(language, name):
    city = Organisation.objects.get(reference="authority:022039")
    with translation.override(language):
        assert str(city) == name


def test_the_english_names_of_the_particular_ones():
    codes = ["010006", "130001", "270008", "131113", "102059", "134015", "133817"]
    found = dict(Organisation.objects.filter(kind="authority").values_list("reference", "name_en"))

    assert [found[f"authority:{code}"] for code in codes] == [
        *("Hokkaido", "Tokyo Metropolis", "Osaka Prefecture", "Ota Ward", "Ota City", "Hachijo Town"),
        "Miyake Village",
    ]


@pytest.mark.parametrize("text", ["八戸", "はちのへ", "Hachinohe", "hachi", "ﾊﾁﾉﾍ"])
def test_an_authority_is_found_in_every_script(text):
    assert "022039" in LocalAuthority.objects.matching(text).values_list("code", flat=True)


def test_a_pasted_address_finds_the_town():
    found = Organisation.objects.matching("南津軽郡藤崎町")

    assert [organisation.name_en for organisation in found] == ["Fujisaki Town"]


def test_twenty_cities_are_designated_today_and_five_were_in_1960():
    assert LocalAuthority.objects.designated(TODAY).count() == 20
    assert LocalAuthority.objects.designated(date(1960, 1, 1)).count() == 5


def test_every_fact_has_its_source():
    assert LocalAuthority.objects.get(code="022039").source.url == "https://www.post.japanpost.jp/zipcode/download.html"
    assert Office.objects.get(key="london").source.url == "https://www.jlgc.org.uk/en/about-jlgc"


def test_lists_are_sorted_by_the_reader_s_language():
    wards = LocalAuthority.objects.filter(kind="special_ward")

    assert [ward.name_romaji for ward in wards.by_name("en-gb")[:3]] == ["Adachi", "Arakawa", "Bunkyo"]
    assert [ward.name_kanji for ward in wards.by_name("ja")[:3]] == ["足立区", "荒川区", "板橋区"]


def test_the_list_of_authorities_is_public():
    assert LocalAuthority.objects.visible_to(None).count() == 1788
    assert LocalAuthority.objects.prefectures().count() == 47
    assert str(LocalAuthority.objects.get(code="022039")) == "八戸市 (022039)"
