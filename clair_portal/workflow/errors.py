"""Errors that an action raises and a page shows: each carries a sentence for the person who asked."""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """The rule book says no. `message` is a translatable sentence that a page may show as it stands."""

    message: ClassVar[str | Promise] = _("This cannot be done.")

    def __str__(self) -> str:
        return str(self.message)


class IllegalMove(DomainError):
    """The table of legal moves does not lead from the present state to the one asked for."""

    message = _("This step is not possible from the present state.")


class KeptAlready(DomainError):
    """The same form came twice; the first draft stands."""

    message = _("This draft has been kept already.")


class Outdated(DomainError):
    """Somebody else changed the row first: compare-and-set found another state."""

    message = _("Somebody has changed this in the meantime. Look at it again, then decide.")
