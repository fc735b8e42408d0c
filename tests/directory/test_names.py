"""The table of features.md 2.2: how a name is written in a language and for a purpose."""

from types import SimpleNamespace

import pytest

from clair_portal.directory.names import Context, formatted, in_every_script, latin_order
from tests.factories.directory import FormerNameFactory, PersonFactory

PLAIN, LETTER, GREETING, BADGE, LIST = Context


def person(**names):
    empty = dict.fromkeys(
        ("given", "middle", "family_kanji", "given_kanji", "family_kana", "given_kana", "preferred"), ""
    )
    return SimpleNamespace(**{**empty, **names})


OTA = person(
    family="Ota",
    given="Ichiro",
    family_kanji="太田",
    given_kanji="一郎",
    family_kana="オオタ",
    given_kana="イチロウ",
)
KATE = person(
    family="Example",
    given="Katherine",
    middle="Ann",
    preferred="Kate",
    family_kana="エグザンプル",
    given_kana="キャサリン",
)
ROBIN = person(family="Müller", given="Robin")
MONONYM = person(family="Suharto")


@pytest.mark.parametrize(
    ("who", "language", "context", "written"),
    [
        (OTA, "ja", PLAIN, "太田 一郎"),
        (OTA, "ja", LETTER, "太田 一郎 様"),
        (OTA, "ja", GREETING, "太田 一郎さん"),
        (OTA, "ja", BADGE, "太田 一郎"),
        (OTA, "ja", LIST, "太田 一郎"),
        (OTA, "en-gb", PLAIN, "Ichiro Ota"),
        (OTA, "en-gb", LETTER, "Ichiro Ota"),
        (OTA, "en-gb", GREETING, "Ichiro"),
        (OTA, "en-gb", BADGE, "Ichiro Ota"),
        (OTA, "en-gb", LIST, "Ota, Ichiro"),
        (OTA, "de", PLAIN, "Ichiro Ota"),
        (KATE, "ja", PLAIN, "エグザンプル キャサリン"),
        (KATE, "ja", LETTER, "エグザンプル キャサリン 様"),
        (KATE, "en-gb", PLAIN, "Kate Example"),
        (KATE, "en-gb", LETTER, "Katherine Ann Example"),
        (KATE, "en-gb", GREETING, "Kate"),
        (KATE, "en-gb", BADGE, "Kate Example"),
        (KATE, "en-gb", LIST, "Example, Kate"),
        (ROBIN, "ja", LETTER, "Müller Robin 様"),
        (ROBIN, "de", LETTER, "Robin Müller"),
        (ROBIN, "de", LIST, "Müller, Robin"),
        (MONONYM, "ja", LETTER, "Suharto 様"),
        (MONONYM, "en-gb", PLAIN, "Suharto"),
        (MONONYM, "en-gb", GREETING, "Suharto"),
        (MONONYM, "en-gb", LIST, "Suharto"),
        (MONONYM, "de", LETTER, "Suharto"),
    ],
)
def test_a_name_is_written_as_the_language_and_the_purpose_ask(who, language, context, written):
    assert formatted(who, language, context) == written


@pytest.mark.parametrize(
    ("names", "order"),
    [
        ({"family": "Ōta", "given": "Ichirō"}, "ota ichiro"),
        ({"family": "Müller", "given": "Émile", "middle": "B."}, "muller emile b."),
        ({"family": "Suharto"}, "suharto"),
    ],
)
def test_latin_order_knows_no_accents(names, order):
    assert latin_order(person(**names)) == order


def test_every_script_is_one_text():
    assert in_every_script(OTA, "Taro") == ["Ichiro Ota", "太田 一郎", "オオタ イチロウ", "Taro"]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ja", "en-gb", "de"])
@pytest.mark.parametrize("context", list(Context))
def test_a_former_name_is_never_written(language, context):
    somebody = PersonFactory(family="Example", given="Robin")
    FormerNameFactory(person=somebody, family="Canary", family_kanji="旧姓")

    written = formatted(somebody, language, context)

    assert ("Canary" in written, "旧姓" in written) == (False, False)
