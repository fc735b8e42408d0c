"""Runs one claimed job: its code, its progress, and what becomes of its errors."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.module_loading import import_string

from clair_portal.documents.actions import jobs
from clair_portal.documents.errors import UnknownKind
from clair_portal.documents.models import Job
from clair_portal.documents.results import ResultFile
from clair_portal.workflow import DomainError, Outdated

logger = logging.getLogger(__name__)
Clock = Callable[[], datetime]


class Progress:
    """Handed to the job's code: `progress(3, 12)` says that three of twelve are done."""

    def __init__(self, job: Job, clock: Clock) -> None:
        self._job, self._clock, self._percent = job, clock, -1

    def __call__(self, done: int, total: int, message: str = "") -> None:
        """Written whenever another hundredth is done, so that a loop may call this for every row."""
        percent = 100 * done // max(total, 1)
        if percent != self._percent:
            self._percent = percent
            jobs.carry_on(self._job, done=done, total=total, message=message, at=self._clock())


Work = Callable[[Job, Progress], ResultFile]


def work_of(kind: str) -> Work:
    """The code that settings.PORTAL_JOBS names for this kind."""
    if kind not in settings.PORTAL_JOBS:
        raise UnknownKind
    found: Any = import_string(settings.PORTAL_JOBS[kind])
    work: Work = found
    return work


def run(job: Job, *, clock: Clock) -> None:
    """Run a claimed job to its end, in its owner's language. Never raises for what the job's code did."""
    with translation.override(job.owner.language):
        try:
            result = work_of(job.kind)(job, Progress(job, clock))
            jobs.finish(job, result=result, at=clock())
        except Outdated:
            logger.info("Job %s was cancelled or taken over.", job.uuid)
        except DomainError as refusal:
            jobs.fail(job, sentence=str(refusal), at=clock())
        except Exception:
            logger.exception("Job %s broke off at attempt %s.", job.uuid, job.attempts)
            jobs.interrupt(job, reason="the work broke off", at=clock())
