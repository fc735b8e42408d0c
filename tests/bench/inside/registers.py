"""A whole register on its way in and out, inside one process whose memory is measured."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from time import perf_counter
from typing import Any

from django.utils import timezone

from clair_portal.accounts.models import User
from clair_portal.demonstration import full, register
from clair_portal.documents import runner
from clair_portal.documents.actions import jobs
from clair_portal.spreadsheets.actions import import_runs
from clair_portal.spreadsheets.models import ImportRun
from clair_portal.spreadsheets.streaming import write_xlsx
from jet.exports.participants import as_file
from jet.exports.rows import rows
from jet.models import Participant, Term
from tests.factories.accounts import RoleAssignmentFactory

TODAY = date(2026, 11, 24)
KIBIBYTES = 1024


def write(people: int, folder: str) -> dict[str, Any]:
    """The same register as CSV and as a workbook, and somebody who may import it."""
    bodies = full.prepare(TODAY)
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    (place / "register.csv").write_bytes(full.sheet(people, bodies, today=TODAY))
    book = BytesIO()
    write_xlsx(book, "Register", [list(register.HEADINGS), *register.lines(people, bodies, today=TODAY)])
    (place / "register.xlsx").write_bytes(book.getvalue())
    return {"by": RoleAssignmentFactory(role="hq").user.pk}


def take_over(path: str, by: int) -> dict[str, Any]:
    """Checked and confirmed as on the pages; each in its job."""
    file, user = Path(path), User.objects.get(pk=by)
    run = import_runs.begin("participants", file.name, file.read_bytes(), by=user, at=timezone.now())
    check_s = _timed(lambda: _work(run))
    checked = _again(run)
    import_runs.ask_to_confirm(checked, by=user, at=timezone.now())
    confirm_s = _timed(lambda: _work(checked))
    done = _again(run)
    return {
        "state": done.state, "rows": done.new, "refused": done.refused, "check_s": check_s, "confirm_s": confirm_s,
        "megabytes": _megabytes(), "people": Participant.objects.count(), "terms": Term.objects.count(),
    }  # fmt: skip


def export(form: str, by: int, rounds: int) -> dict[str, Any]:
    """Everybody as a file, so many times; and how long the first line lets one wait."""
    people, reader = Participant.objects.all(), User.objects.get(pk=by)
    first = _timed(lambda: next(rows(people, reader)))
    seconds = [_timed(lambda: as_file(people, form, reader=reader).content) for _round in range(rounds)]
    return {"seconds": seconds, "first_row_s": first, "rows": people.count(), "megabytes": _megabytes()}


def _work(run: ImportRun) -> None:
    job = jobs.claim(at=timezone.now())
    if job is None:
        raise LookupError(run)
    runner.run(job, clock=timezone.now)


def _again(run: ImportRun) -> ImportRun:
    return ImportRun.objects.for_pages().get(pk=run.pk)


def _timed(work: Callable[[], object]) -> float:
    begun = perf_counter()
    work()
    return perf_counter() - begun


def _megabytes() -> float:
    """The most that this process has had in memory."""
    return getrusage(RUSAGE_SELF).ru_maxrss / KIBIBYTES
