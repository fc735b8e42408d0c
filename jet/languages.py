"""The languages that a place may ask for, with their names in the reader's own."""

from django.utils.translation import get_language_info, pgettext
from django.utils.translation import gettext as _

from jet.imports.words import LANGUAGES


def named(code: str) -> str:
    """The name of a language; its code where nobody knows a name."""
    try:
        return _beyond().get(code) or str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def besides_japanese() -> list[tuple[str, str]]:
    """Code and name, by name."""
    return sorted(((code, named(code)) for code in LANGUAGES if code != "ja"), key=lambda pair: pair[1])


def _beyond() -> dict[str, str]:
    """What Django has no name for."""
    return {"zh": pgettext("language", "Chinese"), "tl": _("Tagalog")}
