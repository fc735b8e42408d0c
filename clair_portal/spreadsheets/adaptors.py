"""What an app brings so that its rows can be imported: columns, how a row is read, and how rows are written."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import get_language

from clair_portal.spreadsheets.findings import Finding, finding
from clair_portal.spreadsheets.grid import Cell, column_name
from clair_portal.workflow import DomainError

Read = TypeVar("Read")
Values = dict[str, Any]  # column → text, number or truth value: what JSON can hold


@dataclass(frozen=True)
class Column:
    """A column by its name with us, as it is headed in both languages, and how others head it."""

    name: str
    en: str
    ja: str
    also: tuple[str, ...] = ()
    needed: bool = False

    def headings(self) -> tuple[str, ...]:
        return (self.en, self.ja, f"{self.ja} {self.en}", f"{self.ja} / {self.en}", self.name, *self.also)

    def label(self) -> str:
        return self.ja if (get_language() or "").startswith("ja") else self.en


@dataclass
class Line:
    """One line of a file on its way to a row. An empty cell says nothing: what is known stays."""

    sheet: str
    number: int  # as the program shows it, from 1
    cells: Mapping[str, Cell]  # those that hold something
    columns: Mapping[str, int] = field(default_factory=dict)  # where the columns stand that the sheet has
    key: str = ""
    values: Values = field(default_factory=dict)
    faults: list[Finding] = field(default_factory=list)
    remarks: list[Finding] = field(default_factory=list)

    def take(self, name: str, read: Callable[[Cell], Read]) -> Read | None:
        """What stands in this column; None where nothing does, or where it cannot be read: that is then a fault."""
        cell = self.cells.get(name)
        if cell is None:
            return None
        try:
            return read(cell)
        except ValidationError as error:
            for one in error.error_list:
                self.refuse(name, one.message, **(one.params or {}))
            return None

    def refuse(self, name: str, reason: str | Promise, /, **facts: Any) -> None:
        self.faults.append(self._found(name, reason, facts))

    def remark(self, name: str, reason: str | Promise, /, **facts: Any) -> None:
        """Something was put right on the way; whoever confirms should know."""
        self.remarks.append(self._found(name, reason, facts))

    def _found(self, name: str, reason: str | Promise, facts: Mapping[str, Any]) -> Finding:
        cell = self.cells.get(name)
        letters = column_name(self.columns[name]) if name in self.columns else ""
        where = f"{letters}{self.number}"
        return finding(reason, column=name, cell=where, value=cell.value if cell else "", **facts)


@dataclass(frozen=True)
class Known:
    """A row that is there already, in the words of the columns; `beside` is what else its reader needs to know."""

    values: Values
    beside: Any = None


class Adaptor(Protocol):
    """One instance serves one check or one confirmation, so that it may keep its tables."""

    permission: str
    title: str | Promise
    columns: Sequence[Column]
    key: str  # the column that names a row for ever

    def parse(self, line: Line) -> None:
        """Fill in the line's key, values, faults and remarks; no query per line."""

    def known(self, wanted: Sequence[Values], *, locked: bool = False) -> Mapping[str, Known]:
        """The rows that these values mean, by key, in a number of queries that does not grow with them."""

    def empty(self) -> Values:
        """What a row is before anything was said about it."""

    def object_to(self, line: Line, before: Known | None, after: Values) -> None:
        """Say at the line why `after` cannot be written; no query."""

    def apply(
        self, created: Sequence[Values], changed: Sequence[tuple[Values, Values]], *, by: models.Model, at: datetime
    ) -> None:
        """Write rows in bulk. The changed ones come as they are and as they shall be."""

    def attached(self, keys: Iterable[str]) -> set[str]:
        """Those of these rows to which something has been added that no file said."""

    def remove(self, keys: Sequence[str], *, by: models.Model, at: datetime) -> None:
        """Take away what `apply` has created."""


class UnknownImport(DomainError):
    """settings.PORTAL_IMPORTS does not know this kind."""


def adaptor_of(kind: str) -> Adaptor:
    """A fresh adaptor of the kind that settings.PORTAL_IMPORTS names."""
    if kind not in settings.PORTAL_IMPORTS:
        raise UnknownImport
    made: Any = import_string(settings.PORTAL_IMPORTS[kind])
    adaptor: Adaptor = made()
    return adaptor


def kinds_open_to(user: Any) -> list[str]:
    """The kinds that this person may import."""
    return [
        kind
        for kind in settings.PORTAL_IMPORTS
        if user.has_perm(import_string(settings.PORTAL_IMPORTS[kind]).permission)
    ]
