"""From the post's place names to municipalities: districts, islands, wards, own spellings."""

import pytest

from clair_portal.directory.gazetteer import DESIGNATED_CITIES, Place, municipalities, municipality, stem


def made(jis, prefecture, kanji, kana):
    row = municipality(Place(jis, prefecture, kanji, kana))
    return row.code, row.kind, row.district_kanji, row.district_romaji, row.name_kanji, row.name_kana, row.name_romaji


@pytest.mark.parametrize(
    ("place", "row"),
    [
        (
            ("02203", "青森県", "八戸市", "ハチノヘシ"),
            ("022039", "city", "", "", "八戸市", "ハチノヘシ", "Hachinohe"),
        ),
        (
            ("13111", "東京都", "大田区", "オオタク"),
            ("131113", "special_ward", "", "", "大田区", "オオタク", "Ota"),
        ),
        (
            ("14133", "神奈川県", "川崎市中原区", "カワサキシナカハラク"),
            ("141305", "city", "", "", "川崎市", "カワサキシ", "Kawasaki"),
        ),
        (
            ("10344", "群馬県", "北群馬郡榛東村", "キタグンマグンシントウムラ"),
            ("103446", "village", "北群馬郡", "Kitagunma", "榛東村", "シントウムラ", "Shinto"),
        ),
        (
            ("28481", "兵庫県", "赤穂郡上郡町", "アコウグンカミゴオリチョウ"),
            ("284815", "town", "赤穂郡", "Ako", "上郡町", "カミゴオリチョウ", "Kamigori"),
        ),
        (
            ("42391", "長崎県", "北松浦郡佐々町", "キタマツウラグンサザチョウ"),
            ("423912", "town", "北松浦郡", "Kitamatsuura", "佐々町", "サザチョウ", "Saza"),
        ),
        (
            ("13381", "東京都", "三宅島三宅村", "ミヤケジマミヤケムラ"),
            ("133817", "village", "", "", "三宅村", "ミヤケムラ", "Miyake"),
        ),
        (
            ("27220", "大阪府", "箕面市", "ミノオシ"),
            ("272205", "city", "", "", "箕面市", "ミノオシ", "Minoh"),
        ),
    ],
)
def test_a_place_becomes_its_municipality(place, row):
    assert made(*place) == row


@pytest.mark.parametrize(
    ("kanji", "kana", "latin"),
    [
        ("郡山市", "コオリヤマシ", "Koriyama"),
        ("郡上市", "グジョウシ", "Gujo"),
        ("蒲郡市", "ガマゴオリシ", "Gamagori"),
        ("大和郡山市", "ヤマトコオリヤマシ", "Yamatokoriyama"),
        ("小郡市", "オゴオリシ", "Ogori"),
    ],
)
def test_a_city_with_the_character_for_district_lies_in_none(kanji, kana, latin):
    assert made("99999", "どこか県", kanji, kana)[2:] == ("", "", kanji, kana, latin)


def test_the_wards_of_a_city_are_one_city():
    wards = [
        Place("01101", "北海道", "札幌市中央区", "サッポロシチュウオウク"),
        Place("01104", "北海道", "札幌市白石区", "サッポロシシロイシク"),
    ]

    assert [(row.code, row.name_kanji) for row in municipalities(wards)] == [("011002", "札幌市")]


def test_there_are_twenty_designated_cities():
    assert len(DESIGNATED_CITIES) == 20


def test_a_ward_that_is_read_otherwise_is_refused():
    with pytest.raises(ValueError, match="札幌市中央区 is not read オタルシ"):
        municipality(Place("01101", "北海道", "札幌市中央区", "オタルシ"))


@pytest.mark.parametrize(
    ("kanji", "kana", "left"),
    [
        ("十日町市", "トオカマチシ", "トオカマチ"),
        ("大町町", "オオマチチョウ", "オオマチ"),
        ("四日市市", "ヨッカイチシ", "ヨッカイチ"),
    ],
)
def test_only_the_last_ending_is_taken_off(kanji, kana, left):
    assert stem(kanji, kana) == left


def test_a_reading_without_its_ending_is_refused():
    with pytest.raises(ValueError, match="八戸市 is not read ハチノヘ"):
        stem("八戸市", "ハチノヘ")
