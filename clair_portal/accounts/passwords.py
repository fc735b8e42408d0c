"""A password rule of the portal's own: not the words that an attacker tries here first."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

WORDS = ("jet", "jetaa", "jlgc", "clair", "クレア", "自治体国際化協会")


class ContextWordValidator:
    """Refuses passwords that contain the office's names, however they are written."""

    def validate(self, password: str, _user: object = None) -> None:
        plain = _plain(password)
        for word in WORDS:
            if _plain(word) in plain:
                raise ValidationError(
                    _("The password must not contain “%(word)s”: such words are tried first."),
                    code="password_context_word",
                    params={"word": word},
                )

    def get_help_text(self) -> str:
        return _("Your password must not contain the names JET, JETAA, JLGC or CLAIR.")


def _plain(text: str) -> str:
    """Full width, half width, capitals, hyphens and spaces make no difference."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in folded if letter.isalnum())
