"""The fonts draw every character that the portal prints."""

from pathlib import Path

import pytest
from django.conf import settings

from clair_portal.documents import fonts

HARD = "髙﨑 ㈱ é ß 〜 ～ ① Ōta ガギグ ｶﾅ 福祉 𠮷 Łódź ñ “ ” – — · ›"


def test_names_of_people_and_towns_can_be_printed():
    assert fonts.missing_glyphs(HARD) == []


def test_what_cannot_be_printed_is_named_once_and_in_order():
    assert fonts.missing_glyphs("a🎉b\u0e01🎉\n") == ["🎉", "\u0e01"]
    assert fonts.missing_glyphs("🎉") == ["🎉"]


def test_line_breaks_are_not_missed():
    assert fonts.missing_glyphs("a\r\n\tb\u00ad") == []


@pytest.mark.parametrize("weight", ["regular", "bold"])
def test_the_fonts_are_whole(weight):
    assert len(fonts.glyphs(weight)) > 16_000


def printed_templates() -> list[Path]:
    root = Path(settings.BASE_DIR) / "templates"
    return [path for path in root.rglob("*.html") if "documents" in path.parts and "emails" not in path.parts]


@pytest.mark.parametrize("path", printed_templates(), ids=lambda path: path.name)
def test_no_printed_template_holds_a_character_that_is_missing(path):
    assert fonts.missing_glyphs(path.read_text(encoding="utf-8")) == []
