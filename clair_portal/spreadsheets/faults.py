"""What is wrong with a sheet: where, what stands there, and why that will not do."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.functional import Promise

from clair_portal.spreadsheets.grid import Cell
from clair_portal.workflow import DomainError

SHOWN = 80  # letters of a value; a whole essay helps nobody to find its cell


class Unreadable(DomainError):
    """The file as a whole cannot be read; `reason` says why and what would help."""

    field = "file"

    def __init__(self, reason: str | Promise) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return str(self.reason)


@dataclass(frozen=True)
class Fault:
    """One thing to put right. The reason waits for its reader's language, and for a second one."""

    sheet: str
    cell: str  # "B7"; empty where a whole sheet is meant
    value: str
    reason: str | Promise
    facts: Mapping[str, Any] = field(default_factory=dict)

    def said(self, language: str) -> str:
        """The reason in this language, whatever the page's own is."""
        with translation.override(language):
            sentence = self.reason % self.facts if self.facts else self.reason
            return str(sentence)


def faults_at(cell: Cell, error: ValidationError) -> Iterator[Fault]:
    """The same refusal that a form would show, at the cell that it is about."""
    for one in error.error_list:
        yield Fault(cell.sheet, cell.address, shown(cell.value), one.message, one.params or {})


def shown(value: object) -> str:
    """The value as the reader knows it, and not more of it than helps."""
    text = " ".join(str(value).split())
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
