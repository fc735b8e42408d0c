"""Participants with their placement and terms, as `clair_portal.spreadsheets` imports them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from clair_portal.spreadsheets.adaptors import Known, Line, Values
from clair_portal.spreadsheets.values import day
from jet.imports import creating, knowing, objections, reading, removing
from jet.imports.columns import COLUMNS, EMPTY, KEY
from jet.imports.employers import Employers
from jet.imports.writing import Writer
from jet.models import ArrivalGroup
from jet.policy import PARTICIPANTS_IMPORT


class Participants:
    """The adaptor: its tables are read once and serve a whole file."""

    permission = PARTICIPANTS_IMPORT
    title = _("Participants of the JET Programme")
    columns = COLUMNS
    key = KEY

    def __init__(self) -> None:
        self._employers: Employers | None = None
        self._groups: dict[str, ArrivalGroup] | None = None

    def employers(self) -> Employers:
        """Read when first needed: a page that only names the columns asks the database for nothing."""
        if self._employers is None:
            self._employers = Employers()
        return self._employers

    def groups(self) -> dict[str, ArrivalGroup]:
        if self._groups is None:
            self._groups = {str(group): group for group in ArrivalGroup.objects.newest_first()}
        return self._groups

    def parse(self, line: Line) -> None:
        reading.read(line)
        self.employers().read(line)
        self._read_group(line)

    def _read_group(self, line: Line) -> None:
        wanted, on = reading.group_of(line), line.take("arrives_on", day)
        column = "arrival_group" if "arrival_group" in line.columns else "arrival_code"
        if wanted is None:
            return
        group = self.groups().get(wanted)
        if group is None:
            line.refuse(column, _("There is no arrival group %(group)s. Enter it first."), group=wanted)
        elif on and on != group.arrives_on:
            line.refuse("arrives_on", _("The group %(group)s arrives on %(day)s."), group=wanted, day=group.arrives_on)
        else:
            line.values["arrival_group"] = wanted

    def known(self, wanted: Sequence[Values], *, locked: bool = False) -> Mapping[str, Known]:
        return knowing.known(wanted, self.employers(), locked=locked)

    def empty(self) -> Values:
        return dict(EMPTY)

    def object_to(self, line: Line, before: Known | None, after: Values) -> None:
        objections.object_to(line, before, after)

    def apply(
        self, created: Sequence[Values], changed: Sequence[tuple[Values, Values]], *, by: models.Model, at: datetime
    ) -> None:
        if created:
            creating.create(created, self.employers().ids, self.groups(), by=by, at=at)
        if changed:
            Writer(self.employers().ids, self.groups(), by, at).change(changed)

    def attached(self, keys: Iterable[str]) -> set[str]:
        return removing.attached(keys)

    def remove(self, keys: Sequence[str], *, by: models.Model, at: datetime) -> None:
        removing.remove(keys, by=by, at=at)
