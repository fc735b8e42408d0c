"""Celery entry points: run what is due, take back what was dropped, remove what has expired, note that beat lives."""

from celery import shared_task
from django.utils import timezone

from clair_portal.documents import bell, runner
from clair_portal.documents.actions import files, jobs, ticks
from clair_portal.documents.models import Job


@shared_task
def run_due() -> None:
    """Take one job and ring for the next, so that a free worker starts it meanwhile."""
    job = jobs.claim(at=timezone.now())
    if job is not None:
        bell.ring()
        runner.run(job, clock=timezone.now)


@shared_task
def sweep() -> None:
    """Take back the jobs of dead workers and ring again if anything is due: an empty Redis loses nothing."""
    now = timezone.now()
    jobs.recover(at=now)
    if Job.objects.due(now).exists():
        bell.ring()


@shared_task
def expire_files() -> None:
    """Remove private files that were kept as long as promised, and those that nobody knows."""
    now = timezone.now()
    files.expire(at=now)
    files.remove_orphans(at=now)


@shared_task
def tick() -> None:
    """Note that beat is alive."""
    ticks.note("beat", at=timezone.now())
