"""The tokens of a text, for an array column, and the tokens of a query, all of which a match must contain."""

import re
from collections.abc import Iterator
from functools import lru_cache

from clair_portal.search.normalise import CJK, folded, normalised, runs, spellings, without_apostrophes

LONGEST_PREFIX = 20
REMEMBERED = 20_000  # words: names come again and again
LONGEST_QUERY = 200  # characters: more is not a search, it is an attack or a paste by mistake

_GAP = re.compile(f"(?<=[{CJK}])[\\s・]+(?=[{CJK}])")
_IS_CJK = re.compile(f"[{CJK}]")


def of(*texts: str) -> list[str]:
    """What is stored for these texts: kanji and kana singly and in pairs, every beginning of a Latin word."""
    found: set[str] = set()
    for text in texts:
        found.update(_stored(normalised(text)))
    return sorted(found)


def query(text: str) -> list[str]:
    """What a match must contain; empty when nothing in `text` can be searched for."""
    words = runs(without_apostrophes(normalised(text[:LONGEST_QUERY])))
    return sorted({token for word in words for token in _sought(word)})


def _stored(text: str) -> Iterator[str]:
    closed_up = _GAP.sub("", text)  # 太田 一郎 is found as 太田一郎
    for form in {text, closed_up, without_apostrophes(closed_up)}:
        for word in runs(form):
            yield from _characters_and_pairs(word) if _IS_CJK.match(word) else _beginnings(word)


def _sought(word: str) -> list[str]:
    if not _IS_CJK.match(word):
        return [folded(word)[:LONGEST_PREFIX]]
    return _pairs(word) or [word]


def _pairs(word: str) -> list[str]:
    return [word[at : at + 2] for at in range(len(word) - 1)]


def _characters_and_pairs(word: str) -> list[str]:
    return [*word, *_pairs(word)]


@lru_cache(REMEMBERED)
def _beginnings(word: str) -> frozenset[str]:
    return frozenset(
        spelling[:length]
        for spelling in spellings(folded(word))
        for length in range(1, min(len(spelling), LONGEST_PREFIX) + 1)
    )
