"""A whole register at once: arrival groups, contracting organisations, and the sheet that the importer takes over."""

import csv
import io
import time
from collections.abc import Callable, Sequence
from datetime import date, datetime

from clair_portal.accounts.models import User
from clair_portal.demonstration import employers, register
from clair_portal.directory.models import LocalAuthority
from clair_portal.documents import runner
from clair_portal.documents.actions import jobs
from clair_portal.spreadsheets.actions import import_runs
from clair_portal.spreadsheets.models import ImportRun
from jet.actions import arrivals
from jet.models import ArrivalGroup

FULL = 64_000
EVERY = 2  # every second municipality takes part, and every prefecture
NAME, A_WHILE = "register.csv", 1.0

Clock = Callable[[], datetime]


def prepare(today: date) -> list[register.Employer]:
    """Enter the groups and contracting organisations that are missing; code and name of all that are in the sheet."""
    known = set(ArrivalGroup.objects.values_list("year", "code"))
    for (year, code), day in register.group_days(today).items():
        if (year, code) not in known:
            arrivals.add(ArrivalGroup(code=code, arrives_on=day))
    rows = LocalAuthority.objects.select_related("organisation", "prefecture__organisation").order_by("code")
    prefectures = [row for row in rows if row.prefecture is None]
    municipalities = [row for row in rows if row.prefecture is not None][::EVERY]
    taking_part = [*prefectures, *municipalities]
    employers.take_part(taking_part)
    return [(row.code, row.name_kanji) for row in taking_part]


def sheet(people: int, bodies: Sequence[register.Employer], *, today: date) -> bytes:
    """The register as CSV, the same bytes for the same day."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(register.HEADINGS)
    writer.writerows(register.lines(people, bodies, today=today))
    return text.getvalue().encode("utf-8-sig")


def take_over(content: bytes, *, by: User, clock: Clock) -> ImportRun:
    """Check and yes as on the pages, whether a worker does the jobs or we do."""
    run = _worked(import_runs.begin("participants", NAME, content, by=by, at=clock()), clock)
    if run.may_be_confirmed:
        run = _worked(import_runs.ask_to_confirm(run, by=by, at=clock()), clock)
    return run


def _worked(run: ImportRun, clock: Clock) -> ImportRun:
    while run.is_being_worked_on:
        job = jobs.claim(at=clock())
        if job is None:
            time.sleep(A_WHILE)
        else:
            runner.run(job, clock=clock)
        run = ImportRun.objects.for_pages().get(pk=run.pk)
    return run
