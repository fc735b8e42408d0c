"""The three languages of content, one column each, and how a text falls back when one is missing."""

from collections.abc import Callable
from typing import Any

from django.db import models
from django.utils.translation import get_language
from translated_fields import TranslatedField

CONTENT_LANGUAGES = ("en", "ja", "de")


def in_language(obj: Any, name: str, language: str) -> str:
    """The text of `name` in `language` ("ja", "en-gb"), else English, else whatever is filled in."""
    for code in (language[:2], *CONTENT_LANGUAGES):
        text: str = getattr(obj, f"{name}_{code}", "")
        if text:
            return text
    return ""


def _active_or_filled(name: str, **_field: Any) -> Callable[[Any], str]:
    return lambda obj: in_language(obj, name, get_language() or "en")


def translated(field: "models.Field[Any, Any]", *, required: str = "") -> Any:
    """Columns `<name>_en`, `<name>_ja`, `<name>_de`; `obj.<name>` reads the active language.

    `required` names the language that must be filled in; the others may stay empty.
    """
    blank = {code: {"blank": code != required} for code in CONTENT_LANGUAGES}
    return TranslatedField(field, blank, languages=CONTENT_LANGUAGES, attrgetter=_active_or_filled)
