"""Kinds of jobs that only the tests know."""

import os
import signal
from pathlib import Path

from clair_portal.documents.actions import jobs
from clair_portal.documents.errors import DocumentsUnavailable
from clair_portal.documents.models import Job
from clair_portal.documents.press import press
from clair_portal.documents.results import ResultFile
from clair_portal.documents.runner import Progress
from tests.factories.accounts import UserFactory

NAMES = ("counting", "refusing", "breaking", "cancelling", "dying", "printing_without_end")
KINDS = {name: f"tests.documents.work.{name}" for name in NAMES}
ENDLESS = "<div style='display: flex'>" * 25 + "x" + "</div>" * 25


def counting(job: Job, progress: Progress) -> ResultFile:
    for number in range(1, 4):
        progress(number, 3, f"number {number}")
    return ResultFile("numbers.txt", b"1 2 3", "text/plain")


def refusing(job: Job, progress: Progress) -> ResultFile:
    raise DocumentsUnavailable


def breaking(job: Job, progress: Progress) -> ResultFile:
    raise ZeroDivisionError("canary-of-a-trace")


def cancelling(job: Job, progress: Progress) -> ResultFile:
    """Somebody cancels it while it runs."""
    jobs.cancel(Job.objects.get(pk=job.pk), by=UserFactory(), at=job.started_at)
    progress(1, 2)
    raise AssertionError("a cancelled job goes on")


def printing_without_end(job: Job, progress: Progress) -> ResultFile:
    return ResultFile("endless.pdf", press.pdf(ENDLESS))


def dying(job: Job, progress: Progress) -> ResultFile:
    """The first worker is killed in the middle; the second one finds the mark and finishes."""
    mark = Path(job.parameters["mark"])
    progress(1, 2)
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return ResultFile("survived.txt", b"alive", "text/plain")
