"""Katakana to Hepburn romaji as on road signs: long vowels unmarked, so オオサカ is Osaka and コウチ is Kochi."""

import re

BOUNDARY = "|"  # between two parts of a word whose vowels must not melt: マツ|ウラ is Matsuura

_ROWS = {
    "": "ア a イ i ウ u エ e オ o ヤ ya ユ yu ヨ yo ワ wa ヲ o",
    "k": "カ a キ i ク u ケ e コ o",
    "g": "ガ a ギ i グ u ゲ e ゴ o",
    "s": "サ a ス u セ e ソ o",
    "z": "ザ a ズ u ゼ e ゾ o ヅ u",
    "sh": "シ i",
    "j": "ジ i ヂ i",
    "t": "タ a テ e ト o",
    "d": "ダ a デ e ド o",
    "ch": "チ i",
    "ts": "ツ u",
    "n": "ナ a ニ i ヌ u ネ e ノ o",
    "h": "ハ a ヒ i ヘ e ホ o",
    "f": "フ u",
    "b": "バ a ビ i ブ u ベ e ボ o",
    "p": "パ a ピ i プ u ペ e ポ o",
    "m": "マ a ミ i ム u メ e モ o",
    "r": "ラ a リ i ル u レ e ロ o",
    "v": "ヴ u",
}
_SMALL_Y = {"ャ": "ya", "ュ": "yu", "ョ": "yo"}
_SMALL_VOWEL = {"ァ": "a", "ィ": "i", "ゥ": "u", "ェ": "e", "ォ": "o"}
_WITHOUT_Y = ("sh", "ch", "j")  # シャ is sha, but キャ is kya


def _plain() -> dict[str, str]:
    pairs: dict[str, str] = {}
    for consonant, row in _ROWS.items():
        cells = row.split()
        pairs |= {kana: consonant + vowel for kana, vowel in zip(cells[::2], cells[1::2], strict=True)}
    return pairs


def _with_small(plain: dict[str, str]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for kana, sound in plain.items():
        stem = sound[:-1]
        if sound.endswith("i") and stem:
            pairs |= {kana + small: stem + (y[1:] if stem in _WITHOUT_Y else y) for small, y in _SMALL_Y.items()}
        pairs |= {kana + small: (stem or "w") + vowel for small, vowel in _SMALL_VOWEL.items()}
    return pairs


_PLAIN = _plain()
TABLE = _PLAIN | _with_small(_PLAIN)
_MORA = re.compile("|".join(sorted(TABLE, key=len, reverse=True)) + "|[ッンー・ 　|]")


class UnknownKana(ValueError):
    """A character that the table does not know; the caller names the row."""


def romaji(kana: str) -> str:
    """オオダテ → odate, マツ|ウラ → matsuura, シンオンセン → shin'onsen, ハッチョウ → hatcho."""
    written: list[str] = []
    doubled = False
    for mora in _morae(kana):
        if mora == "ッ":
            doubled = True
            continue
        sound = _sound(mora, "".join(written))
        written.append(_doubling(sound) + sound if doubled else sound)
        doubled = False
    return "".join(written).replace(BOUNDARY, "")


def _morae(kana: str) -> list[str]:
    morae = _MORA.findall(kana)
    if "".join(morae) != kana:
        raise UnknownKana(kana)
    return morae


def _sound(mora: str, before: str) -> str:
    if mora == "ー":
        return ""
    if mora in "・ 　":
        return " "
    if mora == "ン":
        return "n"
    sound = TABLE.get(mora, BOUNDARY)
    if _only_lengthens(mora, before):
        return ""
    return f"'{sound}" if before.endswith("n") and sound[0] in "aiueoy" else sound


def _only_lengthens(mora: str, before: str) -> bool:
    return (mora == "ウ" and before.endswith(("o", "u"))) or (mora == "オ" and before.endswith("o"))


def _doubling(sound: str) -> str:
    return "t" if sound.startswith("ch") else sound[:1]
