"""The Hepburn table, sound by sound and place by place."""

import pytest

from clair_portal.directory.hepburn import TABLE, UnknownKana, romaji


@pytest.mark.parametrize(
    ("kana", "latin"),
    [
        ("アイウエオ", "aiueo"),
        ("カキクケコ", "kakikukeko"),
        ("サシスセソ", "sashisuseso"),
        ("タチツテト", "tachitsuteto"),
        ("ナニヌネノ", "naninuneno"),
        ("ハヒフヘホ", "hahifuheho"),
        ("マミムメモ", "mamimumemo"),
        ("ヤユヨ", "yayuyo"),
        ("ラリルレロ", "rarirurero"),
        ("ワヲン", "waon"),
        ("ガギグゲゴ", "gagigugego"),
        ("ザジズゼゾ", "zajizuzezo"),
        ("ダヂヅデド", "dajizudedo"),
        ("バビブベボ", "babibubebo"),
        ("パピプペポ", "papipupepo"),
        ("キャキュキョ", "kyakyukyo"),
        ("シャシュショ", "shashusho"),
        ("チャチュチョ", "chachucho"),
        ("ジャジュジョ", "jajujo"),
        ("ニャヒュミョ", "nyahyumyo"),
        ("リャギュピョ", "ryagyupyo"),
        ("ファフィフェフォ", "fafifefo"),
        ("ウィウェ", "wiwe"),
        ("ヴ", "vu"),
    ],
)
def test_every_sound_has_its_letters(kana, latin):
    assert romaji(kana) == latin


@pytest.mark.parametrize(
    ("kana", "latin"),
    [
        ("オオサカ", "osaka"),
        ("コウチ", "kochi"),
        ("トウキョウ", "tokyo"),
        ("キョウト", "kyoto"),
        ("オオタ", "ota"),
        ("チュウオウ", "chuo"),
        ("ユウバリ", "yubari"),
        ("ニイガタ", "niigata"),
        ("アイオイ", "aioi"),
        ("サッポロ", "sapporo"),
        ("ハッチョウ", "hatcho"),
        ("リットウ", "ritto"),
        ("シンオンセン", "shin'onsen"),
        ("ナンヨウ", "nan'yo"),
        ("オンナ", "onna"),
        ("グンマ", "gunma"),
        ("ツ", "tsu"),
        ("オウミハチマン", "omihachiman"),
        ("リュウオウ", "ryuo"),
        ("ニセコ", "niseko"),
        ("センター", "senta"),
    ],
)
def test_places_are_written_as_on_road_signs(kana, latin):
    assert romaji(kana) == latin


@pytest.mark.parametrize(
    ("kana", "latin"), [("マツ|ウラ", "matsuura"), ("トヨ|オカ", "toyooka"), ("ショウ|オウ", "shoo")]
)
def test_vowels_of_two_parts_do_not_melt(kana, latin):
    assert romaji(kana) == latin


@pytest.mark.parametrize("text", ["おおさか", "大阪", "Osaka", "オオサカ!"])
def test_what_is_not_katakana_is_named(text):
    with pytest.raises(UnknownKana, match=text):
        romaji(text)


def test_no_sound_is_empty():
    assert [kana for kana, sound in TABLE.items() if not sound.isascii() or not sound.isalpha()] == []
