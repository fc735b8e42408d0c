"""What no text of the portal may contain: half characters, NUL, and line breaks where one line is meant."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LONGEST_LINE = 200
LONGEST_TEXT = 10_000

_LINE_SEPARATORS = "\u2028\u2029"


def no_nul(value: str) -> None:
    """PostgreSQL cannot store NUL, and a lone surrogate cannot be written as UTF-8."""
    if "\x00" in value or not _is_whole(value):
        raise ValidationError(_("This text contains a character that cannot be stored. Type it anew."), code="no_nul")


def one_line(value: str) -> None:
    """Such text travels into mail headers and calendar files, where a line break begins a new fact."""
    if any(_breaks_the_line(char) for char in value):
        raise ValidationError(_("Write this on one line, without line breaks or tabs."), code="one_line")


def _breaks_the_line(char: str) -> bool:
    return char in _LINE_SEPARATORS or (char != "\x00" and unicodedata.category(char) == "Cc")


def _is_whole(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
