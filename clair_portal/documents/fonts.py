"""The fonts that every PDF is set in: our own files, whole, so that no character is silently missing or wrong."""

from functools import cache
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont

FOLDER = Path(settings.BASE_DIR) / "static" / "fonts"
# Japanese first, as every PDF is set; the second file has the letters of Europe that the first one lacks.
FILES = {
    "regular": ("NotoSansJP-Regular.ttf", "NotoSans-Regular.ttf"),
    "bold": ("NotoSansJP-Bold.ttf", "NotoSans-Bold.ttf"),
}
NOT_DRAWN = frozenset("\n\r\t\u200b\u00ad\ufeff\u2060")


@cache
def glyphs(weight: str = "regular") -> frozenset[str]:
    """Every character that the fonts of this weight can draw."""
    return frozenset(chr(number) for name in FILES[weight] for number in _numbers(FOLDER / name))


def _numbers(path: Path) -> list[int]:
    with path.open("rb") as file, TTFont(file, lazy=True) as font:
        return list(font.getBestCmap())


def missing_glyphs(text: str) -> list[str]:
    """The characters of `text` that would print as empty boxes, each once, in order."""
    wanted = dict.fromkeys(character for character in text if character not in NOT_DRAWN)
    return [character for character in wanted if not all(character in glyphs(weight) for weight in FILES)]
