"""What was found in one cell of a file, kept so that it can be told in every language later."""

from collections.abc import Iterable
from typing import Any, TypedDict

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext

from clair_portal.spreadsheets.faults import shown


class Finding(TypedDict):
    """A fault or a remark: the column's name with us, the cell, what stands there, and the sentence with its facts."""

    column: str
    cell: str
    value: str
    reason: str
    facts: dict[str, Any]


def finding(reason: str | Promise, *, column: str = "", cell: str = "", value: Any = "", **facts: Any) -> Finding:
    """The sentence is kept untranslated: whoever reads it later may read another language."""
    plain = {name: fact if isinstance(fact, int) else str(fact) for name, fact in facts.items()}
    return Finding(column=column, cell=cell, value=shown(value), reason=_untranslated(reason), facts=plain)


def said(found: Finding, language: str | None = None) -> str:
    """The sentence in this language, else in that of the page."""
    with translation.override(language or translation.get_language()):
        sentence = gettext(found["reason"])
        return sentence % found["facts"] if found["facts"] else sentence


def all_said(found: Iterable[Finding], language: str | None = None) -> str:
    return "\n".join(said(one, language) for one in found)


def _untranslated(reason: str | Promise) -> str:
    with translation.override(None):
        return str(reason)
