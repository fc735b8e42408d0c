"""Checking, confirming and undoing an import as jobs: each ends with the list of its rows as a file."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import cast

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clair_portal.documents.models import Job
from clair_portal.documents.results import ResultFile
from clair_portal.documents.runner import Progress
from clair_portal.spreadsheets.actions import import_runs
from clair_portal.spreadsheets.adaptors import adaptor_of
from clair_portal.spreadsheets.comparing import Compared, compared
from clair_portal.spreadsheets.errors import FileExpired
from clair_portal.spreadsheets.faults import Unreadable
from clair_portal.spreadsheets.findings import Finding, finding
from clair_portal.spreadsheets.headings import how_many, lines
from clair_portal.spreadsheets.limits import LARGE
from clair_portal.spreadsheets.models import ImportRun
from clair_portal.spreadsheets.opening import read
from clair_portal.spreadsheets.reporting import report
from clair_portal.workflow import DomainError

State = ImportRun.State
CHANGED_SINCE = gettext_lazy("It was changed after the import, so it stays as it is.")


def check_import(job: Job, progress: Progress) -> ResultFile:
    """Read the file and compare every line with what is there. Nothing but the result of the check is written."""
    run, at = _run(job), _at(job)
    if run.state == State.UPLOADED:
        try:
            progress(0, 1, _("Reading the file."))
            # The file is compared before the transaction begins, so that its progress can be seen.
            import_runs.record(run, [import_runs.checked(run, chunk) for chunk in _found(run, progress)], at=at)
        except (Unreadable, FileExpired) as error:
            import_runs.refuse(run, _why(error), at=at)
    return report(run)


def _found(run: ImportRun, progress: Progress) -> Iterator[Sequence[Compared]]:
    adaptor = adaptor_of(run.kind)
    book = read(_content(run), LARGE)
    return _told(compared(lines(book, adaptor), adaptor), how_many(book), progress)


def _told(found: Iterable[Sequence[Compared]], total: int, progress: Progress) -> Iterator[Sequence[Compared]]:
    done = 0
    for chunk in found:
        done += len(chunk)
        progress(done, total, _("Comparing the rows."))
        yield chunk


def confirm_import(job: Job, progress: Progress) -> ResultFile:
    """Write what was shown, in one transaction; the second of two yeses finds it done."""
    run, at = _run(job), _at(job)
    if run.state == State.CHECKED:
        progress(0, 1, _("Taking the rows over, all of them or none."))
        try:
            run = import_runs.confirm(run, by=job.owner, at=at)
        except DomainError as error:
            import_runs.fail(run, _why(error), by=job.owner, at=at)
    return report(run)


def undo_import(job: Job, progress: Progress) -> ResultFile:
    """Put back what stood there before."""
    run, at = _run(job), _at(job)
    if run.state == State.CONFIRMED:
        progress(0, 1, _("Putting the rows back."))
        run = import_runs.undo(run, finding(CHANGED_SINCE), by=job.owner, at=at)
    return report(run)


def _run(job: Job) -> ImportRun:
    return ImportRun.objects.for_pages().get(uuid=job.parameters["run"])


def _at(job: Job) -> datetime:
    return cast("datetime", job.started_at)


def _content(run: ImportRun) -> bytes:
    if run.file is None:
        raise FileExpired
    try:
        with default_storage.open(run.file.stored_as) as file:
            content: bytes = file.read()
    except FileNotFoundError as gone:
        raise FileExpired from gone
    return content


def _why(error: DomainError) -> Finding:
    sentence = error.reason if isinstance(error, Unreadable) else error.message
    return finding(sentence, **getattr(error, "facts", {}))
