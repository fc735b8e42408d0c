"""One written form for every spelling: width, case, kana, kanji variants, macrons, umlauts, long vowels."""

import re
import unicodedata
from functools import lru_cache

from clair_portal.search.kanji import variants

_LOOSE_MARKS = str.maketrans({"゛": "\u3099", "゜": "\u309a"})  # NFKC would put a blank before them
_LATIN = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_HIRAGANA = {code: chr(code + 0x60) for code in (*range(0x3041, 0x3097), 0x309D, 0x309E)}
_SMALL_KANA = {ord("ヵ"): "カ", ord("ヶ"): "ケ", ord("ゕ"): "カ", ord("ゖ"): "ケ"}  # 鶴ヶ島 is 鶴ケ島
_TO_ONE_FORM = _HIRAGANA | _SMALL_KANA | variants()
_ACCENT = re.compile("[\u0300-\u036f]")
_APOSTROPHE = re.compile("['’‘ʻʼ＇`]")

CJK = "々〆〇ァ-ヺー-ヿㇰ-ㇿ\u3400-\u4dbf\u4e00-\u9fff\ufa0e-\ufaff\uac00-\ud7a3\U00020000-\U0003ffff"
_RUN = re.compile(f"[{CJK}]+|[^\\W_{CJK}]+")

_UMLAUT_E = re.compile("(?<=[aou])e")  # Mueller = Müller, Goethe = Göthe
_LONG_O = re.compile("o(?:[ou]|h(?![aeiouy]))+")  # Ohta = Oota = Outa = Ōta, but Ohara keeps its h
_DOUBLE_VOWEL = re.compile(r"([aeiu])\1+")  # Niigata = Nīgata, Aarhus = Århus
_N_AS_M = re.compile("m(?=[bmp])")
_M_AS_N = re.compile("n(?=[bmp])")


def katakana(text: str) -> str:
    """Full-width katakana for hiragana and half-width kana; nothing else is touched but width."""
    return unicodedata.normalize("NFKC", text.translate(_LOOSE_MARKS)).translate(_HIRAGANA)


@lru_cache(20_000)
def normalised(text: str) -> str:
    """Full-width kana, half-width Latin, lower case, no accents, one form of each kanji."""
    bare = _ACCENT.sub("", unicodedata.normalize("NFKD", text.translate(_LOOSE_MARKS)).casefold())
    return unicodedata.normalize("NFKC", bare).translate(_TO_ONE_FORM).translate(_LATIN)


def without_apostrophes(text: str) -> str:
    """O'Brien and Shin'ichi as people type them."""
    return _APOSTROPHE.sub("", text)


def runs(text: str) -> list[str]:
    """The words of a normalised text; kanji and kana in a row make one run."""
    return _RUN.findall(text)


def folded(word: str) -> str:
    """A Latin word without the ways to write a long vowel or an umlaut.

    Only letters are dropped, and each by what stands before it (a final h too), so that the folded beginning
    of a word is a beginning of the folded word: searching while typing depends on it.
    """
    return _DOUBLE_VOWEL.sub(r"\1", _LONG_O.sub("o", _UMLAUT_E.sub("", word)))


def spellings(word: str) -> set[str]:
    """A folded word as Gunma and as Gumma."""
    return {word, _N_AS_M.sub("n", word), _M_AS_N.sub("m", word)}


def key(text: str) -> str:
    """One key for a whole name, to compare for equality: no blanks, no marks, one spelling."""
    words = runs(without_apostrophes(normalised(text)))
    return "".join(_N_AS_M.sub("n", folded(word)) for word in words)
