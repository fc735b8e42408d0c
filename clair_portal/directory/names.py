"""A person's name as it is written in a language and for a purpose: letter, greeting, badge, list."""

from enum import StrEnum
from typing import Protocol

from clair_portal.search.normalise import normalised


class Context(StrEnum):
    """What the name is written for."""

    PLAIN = "plain"  # pages and rows: the name somebody goes by
    LETTER = "letter"  # letters, certificates: the whole name; 様 in Japanese
    GREETING = "greeting"  # the first line of a mail; さん in Japanese
    BADGE = "badge"  # the name somebody goes by, without an honorific
    LIST = "list"  # sorted lists: family name first in every language


class Named(Protocol):
    """Whoever has a name in three scripts: a person, or a former name."""

    family: str
    given: str
    middle: str
    family_kanji: str
    given_kanji: str
    family_kana: str
    given_kana: str


def formatted(person: Named, language: str, context: Context = Context.PLAIN) -> str:
    """太田 一郎 様 in Japanese, Ichiro Ota in English and German; former names never."""
    return _japanese(person, context) if language.startswith("ja") else _latin(person, context)


def latin_order(person: Named) -> str:
    """What sorts the name among Latin ones: Ōta stands beside Ota, and Émile beside Emil."""
    return normalised(" ".join(filter(None, (person.family, person.given, person.middle))))


def in_every_script(person: Named, *also: str) -> list[str]:
    """What a search should find the name by; each script is one text, so that 太田一郎 is found in one go."""
    return [
        _joined(" ", person.given, person.middle, person.family),
        _joined(" ", person.family_kanji, person.given_kanji),
        _joined(" ", person.family_kana, person.given_kana),
        *also,
    ]


_HONORIFICS = {Context.LETTER: " 様", Context.GREETING: "さん"}


def _japanese(person: Named, context: Context) -> str:
    """Family name first. Kanji where there are any, then kana, then Latin letters."""
    name = (
        _joined(" ", person.family_kanji, person.given_kanji)
        or _joined(" ", person.family_kana, person.given_kana)
        or _joined(" ", person.family, *_given_names(person, context))
    )
    return name + _HONORIFICS.get(context, "")


def _latin(person: Named, context: Context) -> str:
    given = _given_names(person, context)
    if context is Context.LIST:
        return _joined(", ", person.family, _joined(" ", *given))
    if context is Context.GREETING:
        return given[0] or person.family
    return _joined(" ", *given, person.family)


def _given_names(person: Named, context: Context) -> tuple[str, ...]:
    """All of them in a letter; elsewhere the name somebody goes by."""
    if context is Context.LETTER:
        return person.given, person.middle
    return (getattr(person, "preferred", "") or person.given,)


def _joined(between: str, *parts: str) -> str:
    return between.join(filter(None, parts))
