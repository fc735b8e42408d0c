"""What can happen to a job: asked for, claimed, carried on, finished, given up, cancelled, tried again, set aside."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from clair_portal import workflow
from clair_portal.accounts.models import User
from clair_portal.documents import bell, emails
from clair_portal.documents.actions import files
from clair_portal.documents.errors import AskedForAgain, GaveUp, UnknownKind
from clair_portal.documents.models import Job
from clair_portal.documents.models.jobs import LIVE, MOST_ATTEMPTS
from clair_portal.documents.results import ResultFile
from clair_portal.mail import outbox
from clair_portal.workflow.refusals import refusing

LEASE = timedelta(minutes=5)  # longer than any job is silent; a dead worker's job is taken up after it
PAUSE = timedelta(seconds=30)  # before the next attempt, times the attempts so far
RELEASED = {"lease": None, "lease_ends_at": None}


@transaction.atomic
def enqueue(kind: str, *, title: str, parameters: Mapping[str, Any], by: User, at: datetime) -> Job:
    """Ask for a job. While the same job of the same person waits or runs, that one is returned: no second effect."""
    if kind not in settings.PORTAL_JOBS:
        raise UnknownKind
    facts = {"kind": kind, "title": title, "parameters": dict(parameters), "created_at": at, "due_at": at}
    job, is_new = Job.objects.get_or_create(
        owner=by, fingerprint=_fingerprint(kind, parameters), state__in=LIVE, defaults=facts
    )
    if is_new:
        workflow.begin(job, by=by, at=at)
        transaction.on_commit(bell.ring)
    return job


def _fingerprint(kind: str, parameters: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps([kind, parameters], sort_keys=True).encode()).hexdigest()


@transaction.atomic
def claim(*, at: datetime) -> Job | None:
    """Take the job that has waited longest; None if nothing is due or others hold what is."""
    job = Job.objects.due(at).for_pages().select_for_update(skip_locked=True, of=("self",)).first()
    if job is None:
        return None
    held = {"lease": uuid4(), "lease_ends_at": at + LEASE, "attempts": job.attempts + 1, "started_at": at}
    workflow.move(job, to=Job.State.RUNNING, by=None, at=at, also={**held, "done": 0, "total": 0, "message": ""})
    return job


def carry_on(job: Job, *, done: int, total: int, message: str, at: datetime) -> None:
    """Note how far the job is, and that its worker lives. Raises Outdated if it was cancelled or taken over."""
    facts = {"done": min(done, total), "total": total, "message": message[:500], "lease_ends_at": at + LEASE}
    if Job.objects.held_by(job).update(**facts) != 1:
        raise workflow.Outdated


@transaction.atomic
def finish(job: Job, *, result: ResultFile, at: datetime) -> Job:
    """The file is made: keep it and tell the owner."""
    _hold(job)
    kept = files.store(result, owner=job.owner, at=at)
    facts = {**RELEASED, "result": kept, "finished_at": at, "message": ""}
    workflow.move(job, to=Job.State.DONE, by=None, at=at, also=facts)
    outbox.put(emails.job_finished(job, kept_days=files.KEPT.days), at=at)
    return job


@transaction.atomic
def fail(job: Job, *, sentence: str, at: datetime) -> Job:
    """The rule book says no, or we have tried often enough: park it and tell the owner why in a sentence."""
    _hold(job)
    facts = {**RELEASED, "finished_at": at, "message": sentence[:500]}
    workflow.move(job, to=Job.State.FAILED, by=None, at=at, reason=sentence, also=facts)
    outbox.put(emails.job_finished(job, kept_days=files.KEPT.days), at=at)
    return job


@transaction.atomic
def interrupt(job: Job, *, reason: str, at: datetime) -> Job:
    """The work broke off for no reason of the rule book: try again a little later, at most three times in all."""
    if job.attempts >= MOST_ATTEMPTS:
        return fail(job, sentence=str(GaveUp()), at=at)
    _hold(job)
    facts = {**RELEASED, "due_at": at + PAUSE * job.attempts}
    workflow.move(job, to=Job.State.QUEUED, by=None, at=at, reason=reason, also=facts)
    return job


@transaction.atomic
def recover(*, at: datetime) -> list[Job]:
    """Take back the jobs whose worker died."""
    lapsed = list(Job.objects.lapsed(at).for_pages().select_for_update(skip_locked=True, of=("self",)))
    return [interrupt(job, reason="the worker was not heard of any more", at=at) for job in lapsed]


@transaction.atomic
def cancel(job: Job, *, by: User, at: datetime) -> Job:
    """Nobody waits for it any more; a worker that runs it notices at its next progress."""
    if not job.is_live:  # the table leads here from failed too, but that is `set_aside`
        raise workflow.IllegalMove
    workflow.move(job, to=Job.State.CANCELLED, by=by, at=at, also={**RELEASED, "finished_at": at})
    return job


@transaction.atomic
def set_aside(job: Job, *, by: User, at: datetime) -> Job:
    """Nobody needs the failed job any more: staff need not look at it again."""
    if job.state != Job.State.FAILED:
        raise workflow.IllegalMove
    workflow.move(job, to=Job.State.CANCELLED, by=by, at=at)
    return job


@transaction.atomic
def retry(job: Job, *, by: User, at: datetime) -> Job:
    """Start a failed job again, with all its attempts. Raises AskedForAgain if its owner did that in another way."""
    if job.state != Job.State.FAILED:  # the table leads from running to waiting too, but only for a dead worker's job
        raise workflow.IllegalMove
    facts = {"attempts": 0, "due_at": at, "finished_at": None, "message": "", "done": 0, "total": 0}
    with refusing({"job_live_once": AskedForAgain}):
        workflow.move(job, to=Job.State.QUEUED, by=by, at=at, also=facts)
    transaction.on_commit(bell.ring)
    return job


def _hold(job: Job) -> None:
    """Keep others away until the transaction ends. Raises Outdated if the job is no longer ours."""
    if not Job.objects.held_by(job).select_for_update().exists():
        raise workflow.Outdated
