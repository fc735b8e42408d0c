"""What can happen to an import: begun, checked, refused, confirmed, failed, undone."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from clair_portal import workflow
from clair_portal.accounts.models import User
from clair_portal.documents.actions import files, jobs
from clair_portal.documents.results import ResultFile
from clair_portal.spreadsheets.adaptors import Adaptor, Values, adaptor_of
from clair_portal.spreadsheets.comparing import CHUNK, Compared
from clair_portal.spreadsheets.errors import ChangedMeanwhile, Contradicted
from clair_portal.spreadsheets.findings import Finding
from clair_portal.spreadsheets.models import ImportRow, ImportRun
from clair_portal.workflow import bulk

Outcome = ImportRow.Outcome
State = ImportRun.State


@transaction.atomic
def begin(kind: str, filename: str, content: bytes, *, by: User, at: datetime) -> ImportRun:
    """Keep the file for its check, which begins at once."""
    file = files.store(ResultFile(filename, content, "application/octet-stream"), owner=by, at=at)
    digest = hashlib.sha256(content).hexdigest()
    run = ImportRun.objects.create(kind=kind, owner=by, file=file, filename=file.filename, sha256=digest, created_at=at)
    workflow.begin(run, by=by, at=at)
    return _ask(run, "check_import", by=by, at=at)


@dataclass(frozen=True)
class Checked:
    """Some lines of a file that were compared, and wait to be written down with all the others."""

    rows: bulk.Packed
    counts: Counter[str]


def checked(run: ImportRun, chunk: Sequence[Compared]) -> Checked:
    return Checked(bulk.packed(ImportRow, [_row(run, one) for one in chunk]), Counter(one.outcome for one in chunk))


@transaction.atomic
def record(run: ImportRun, found: Iterable[Checked], *, at: datetime) -> ImportRun:
    """Write down what the check found, all of it or nothing."""
    counts = Counter(dict.fromkeys(Outcome.values, 0))
    for chunk in found:
        bulk.put(chunk.rows)
        counts.update(chunk.counts)
    workflow.move(run, to=State.CHECKED, by=None, at=at, also={**counts, "checked_at": at})
    return run


def _row(run: ImportRun, one: Compared) -> dict[str, Any]:
    line = one.line
    return {
        "run_id": run.pk, "sheet": line.sheet[:100], "number": line.number, "key": line.key[:200],
        "outcome": one.outcome, "faults": line.faults, "remarks": line.remarks, "before": one.before,
        "after": one.after,
    }  # fmt: skip


@transaction.atomic
def refuse(run: ImportRun, why: Finding, *, at: datetime) -> ImportRun:
    """The file as a whole cannot be used."""
    workflow.move(run, to=State.REFUSED, by=None, at=at, also={"refusal": why})
    return run


@transaction.atomic
def ask_to_confirm(run: ImportRun, *, by: User, at: datetime) -> ImportRun:
    """The yes to what the check has shown. Raises IllegalMove where there is nothing to take over."""
    if not run.may_be_confirmed:
        raise workflow.IllegalMove
    return _ask(run, "confirm_import", by=by, at=at)


@transaction.atomic
def ask_to_undo(run: ImportRun, *, by: User, at: datetime) -> ImportRun:
    """Take back what was taken over."""
    if run.state != State.CONFIRMED:
        raise workflow.IllegalMove
    return _ask(run, "undo_import", by=by, at=at)


def _ask(run: ImportRun, kind: str, *, by: User, at: datetime) -> ImportRun:
    run.job = jobs.enqueue(kind, title=run.filename, parameters={"run": str(run.uuid)}, by=by, at=at)
    ImportRun.objects.filter(pk=run.pk).update(job=run.job)
    return run


@transaction.atomic
def confirm(run: ImportRun, *, by: User, at: datetime) -> ImportRun:
    """Write every new and changed row. Raises ChangedMeanwhile or Contradicted, and then nothing is written."""
    run = _held(run)
    workflow.move(run, to=State.CONFIRMED, by=by, at=at, also={"confirmed_at": at})
    adaptor = adaptor_of(run.kind)
    try:
        for chunk in _chunks(run):
            _as_checked(adaptor, chunk)
            created = [_full(row.after) for row in chunk if row.outcome == Outcome.NEW]
            changed = [(_full(row.before), _full(row.after)) for row in chunk if row.outcome == Outcome.CHANGED]
            adaptor.apply(created, changed, by=by, at=at)
    except IntegrityError as error:
        raise Contradicted from error
    return run


@transaction.atomic
def fail(run: ImportRun, why: Finding, *, by: User, at: datetime) -> ImportRun:
    """What was confirmed could not be taken over; nothing was written."""
    workflow.move(run, to=State.FAILED, by=by, at=at, also={"refusal": why})
    return run


@transaction.atomic
def undo(run: ImportRun, why_kept: Finding, *, by: User, at: datetime) -> ImportRun:
    """Put every row back as it was; whoever was changed since stays as they are, with the reason at the row."""
    run = _held(run)
    adaptor = adaptor_of(run.kind)
    kept = sum(_undone(adaptor, chunk, why_kept, by, at) for chunk in _chunks(run))
    workflow.move(run, to=State.UNDONE, by=by, at=at, also={"undone_at": at, "kept": kept})
    return run


def _undone(adaptor: Adaptor, chunk: Sequence[ImportRow], why_kept: Finding, by: User, at: datetime) -> int:
    now = _now(adaptor, chunk)
    created = [row.key for row in chunk if row.outcome == Outcome.NEW]
    more = adaptor.attached(created)
    kept = [row for row in chunk if now.get(row.key) != row.after or row.key in more]
    for row in kept:
        row.kept_because = why_kept
    ImportRow.objects.bulk_update(kept, ["kept_because"])
    left = {row.key for row in kept}
    changed = [
        (_full(row.after), _full(row.before)) for row in chunk if row.outcome == Outcome.CHANGED and row.key not in left
    ]
    adaptor.apply([], changed, by=by, at=at)
    adaptor.remove([key for key in created if key not in left], by=by, at=at)
    return len(kept)


def _full(values: Values | None) -> Values:
    """A check constraint of the row promises that they are there."""
    return values or {}


def _held(run: ImportRun) -> ImportRun:
    """Two workers, or two buttons, one after the other."""
    return ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)


def _chunks(run: ImportRun) -> Iterator[list[ImportRow]]:
    rows, last = ImportRow.objects.of_run(run).to_write(), 0
    while chunk := list(rows.after(last)[:CHUNK]):
        yield chunk
        last = chunk[-1].pk


def _as_checked(adaptor: Adaptor, chunk: Sequence[ImportRow]) -> None:
    now = _now(adaptor, chunk)
    for row in chunk:
        if now.get(row.key) != row.before:
            raise ChangedMeanwhile(row.key)


def _now(adaptor: Adaptor, chunk: Sequence[ImportRow]) -> Mapping[str, Values]:
    """The rows as they are, locked until the transaction ends."""
    wanted: list[Any] = [row.after for row in chunk]
    return {key: known.values for key, known in adaptor.known(wanted, locked=True).items()}
