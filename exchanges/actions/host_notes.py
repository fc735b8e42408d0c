"""The office's memory of a host, a line at a time: written down, corrected, a promise kept."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from clair_portal.accounts.models import User
from clair_portal.directory.actions.history import written
from clair_portal.workflow import Outdated
from exchanges.errors import NoOpenPromise, OfAnotherHost
from exchanges.models import HostNote


@transaction.atomic
def add(note: HostNote, *, by: User | None, at: datetime) -> HostNote:
    """Write down what happened between us and a host; whoever writes it knows them. Raises OfAnotherHost."""
    _check(note)
    note.noted_by, note.noted_at = note.noted_by or by, at
    with written(by, at):
        note.save(force_insert=True)
    return note


@transaction.atomic
def edit(note: HostNote, *, changes: Mapping[str, Any], by: User | None, at: datetime) -> HostNote:
    """Correct a line; what stood there stays in its history. Raises OfAnotherHost, Outdated."""
    for name, value in changes.items():
        setattr(note, name, value)
    _check(note)
    with written(by, at):
        found = HostNote.objects.filter(pk=note.pk, version=note.version)
        if found.update(**changes, version=F("version") + 1) != 1:
            raise Outdated
    note.refresh_from_db()
    return note


@transaction.atomic
def keep(note: HostNote, *, by: User | None, at: datetime, on: date | None = None) -> HostNote:
    """The promise is kept, today or on that day. The second click finds it kept. Raises NoOpenPromise."""
    with written(by, at):
        found = HostNote.objects.promised().filter(pk=note.pk)
        if found.order_by().update(kept_on=on or at.date(), version=F("version") + 1) != 1:
            raise NoOpenPromise
    note.refresh_from_db()
    return note


def _check(note: HostNote) -> None:
    """A meeting belongs to the host of the line, and tells its case."""
    if note.meeting is None:
        return
    if note.meeting.host_id != note.host_id:
        raise OfAnotherHost
    note.case = note.case or note.meeting.case
