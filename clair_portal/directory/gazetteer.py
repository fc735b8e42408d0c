"""From place names as the post writes them (district, city and ward in one) to municipalities with their parts."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from clair_portal.directory.codes import with_check_digit
from clair_portal.directory.hepburn import BOUNDARY, romaji

# The post knows the wards of these cities only; their own five digits and readings stand here.
DESIGNATED_CITIES = {
    "札幌市": ("01100", "サッポロシ"), "仙台市": ("04100", "センダイシ"), "さいたま市": ("11100", "サイタマシ"),
    "千葉市": ("12100", "チバシ"), "横浜市": ("14100", "ヨコハマシ"), "川崎市": ("14130", "カワサキシ"),
    "相模原市": ("14150", "サガミハラシ"), "新潟市": ("15100", "ニイガタシ"), "静岡市": ("22100", "シズオカシ"),
    "浜松市": ("22130", "ハママツシ"), "名古屋市": ("23100", "ナゴヤシ"), "京都市": ("26100", "キョウトシ"),
    "大阪市": ("27100", "オオサカシ"), "堺市": ("27140", "サカイシ"), "神戸市": ("28100", "コウベシ"),
    "岡山市": ("33100", "オカヤマシ"), "広島市": ("34100", "ヒロシマシ"), "北九州市": ("40100", "キタキュウシュウシ"),
    "福岡市": ("40130", "フクオカシ"), "熊本市": ("43100", "クマモトシ"),
}  # fmt: skip

# Where two vowels meet between two parts of a name, the table must not read them as one long vowel.
_PARTED = (
    *("タキノ|ウエ", "トヨ|ウラ", "ヒロ|オ", "フル|ウ", "カツ|ウラ", "ナチカツ|ウラ", "マツ|ウラ", "ヒガシマツ|ウラ"),
    *(
        "ニシマツ|ウラ",
        "キタマツ|ウラ",
        "ミナミマツ|ウラ",
        "コ|ウミ",
        "トヨ|オカ",
        "ヤマノ|ウチ",
        "ワノ|ウチ",
        "コト|ウラ",
    ),
    *("セト|ウチ", "ショウ|オウ", "トウ|オン", "ニシノ|オモテ", "ソ|オ"),
)
_PARTS = {parted.replace(BOUNDARY, ""): parted for parted in _PARTED}

# Bodies that write their own name otherwise than the table would.
_OWN_SPELLING = {
    "箕面市": "Minoh",
    "おおい町": "Ohi",
    "丹波市": "Tamba",
    "丹波篠山市": "Tambasasayama",
    "京丹波町": "Kyotamba",
    "桑折町": "Koori",
    "豊後大野市": "Bungo-Ono",
    "山陽小野田市": "Sanyo-Onoda",
    "周防大島町": "Suo-Oshima",
    "南アルプス市": "Minami-Alps",
}

_ENDINGS = {"市": ("シ",), "区": ("ク",), "町": ("チョウ", "マチ"), "村": ("ソン", "ムラ")}
_KINDS = {"市": "city", "区": "special_ward", "町": "town", "村": "village"}

_WARD = re.compile("(.+?市).+区")
# 郡山市, 郡上市, 蒲郡市, 大和郡山市 and 小郡市 are cities: only a town or a village lies in a district.
_IN_DISTRICT = re.compile("(.+?郡)(.+[町村])")
_IN_DISTRICT_KANA = re.compile("((?:キタグンマ|.+?)グン)(.+)")
_ON_ISLAND = re.compile("(三宅島|八丈島)(.+[町村])")
_ON_ISLAND_KANA = re.compile("(ミヤケジマ|ハチジョウジマ)(.+)")


class Place(NamedTuple):
    """A place as the post knows it: five digits, the prefecture, the rest in kanji and in katakana."""

    jis: str
    prefecture: str
    kanji: str
    kana: str


class Municipality(NamedTuple):
    """One row of municipalities.csv, without its source."""

    code: str
    prefecture: str
    kind: str
    district_kanji: str
    district_kana: str
    district_romaji: str
    name_kanji: str
    name_kana: str
    name_romaji: str


def municipalities(places: Iterable[Place]) -> list[Municipality]:
    """Every municipality once, by code; the wards of a designated city are the city."""
    return sorted({municipality(place) for place in places})


def municipality(place: Place) -> Municipality:
    """The municipality that a place lies in."""
    jis, kanji, kana = _without_ward(place)
    district, name = split(_IN_DISTRICT, kanji)
    district_kana, name_kana = split(_IN_DISTRICT_KANA, kana) if district else ("", kana)
    _, name = split(_ON_ISLAND, name)
    _, name_kana = split(_ON_ISLAND_KANA, name_kana)
    return Municipality(
        code=with_check_digit(jis),
        prefecture=place.prefecture,
        kind=_KINDS[name[-1]],
        district_kanji=district,
        district_kana=district_kana,
        district_romaji=_in_latin(district_kana.removesuffix("グン")),
        name_kanji=name,
        name_kana=name_kana,
        name_romaji=_OWN_SPELLING.get(name) or _in_latin(stem(name, name_kana)),
    )


def _without_ward(place: Place) -> tuple[str, str, str]:
    ward = _WARD.fullmatch(place.kanji)
    if ward is None:
        return place.jis, place.kanji, place.kana
    city = ward[1]
    jis, reading = DESIGNATED_CITIES[city]
    if not place.kana.startswith(reading):
        raise ValueError(f"{place.kanji} is not read {place.kana}")
    return jis, city, reading


def split(pattern: re.Pattern[str], name: str) -> tuple[str, str]:
    """The leading part (a district, an island) and the name proper; an empty part when there is none."""
    found = pattern.fullmatch(name)
    return (found[1], found[2]) if found else ("", name)


def stem(kanji: str, kana: str) -> str:
    """The reading without 市, 区, 町 or 村: ハチノヘ for 八戸市."""
    for ending in _ENDINGS[kanji[-1]]:
        if kana.endswith(ending):
            return kana.removesuffix(ending)
    raise ValueError(f"{kanji} is not read {kana}")


def _in_latin(kana: str) -> str:
    return romaji(_PARTS.get(kana, kana)).capitalize()
