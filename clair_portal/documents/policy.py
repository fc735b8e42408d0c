"""Permission names of jobs, who may stop or repeat one, and when that makes sense."""

from typing import Any

from clair_portal.workflow.moves import Stateful

JOBS_VIEW = "documents.view_jobs"
JOBS_STEER = "documents.steer_jobs"


def may_steer(user: Any, job: Any) -> bool:
    """Whoever asked for the job, and those who look after everybody's."""
    return job.owner_id == user.pk or bool(user.has_perm(JOBS_STEER))


def has_failed(job: Stateful) -> bool:
    """Only a failed job is started again, or set aside, by hand; a dead worker's job goes back by itself."""
    return bool(job.state == "failed")


def is_under_way(job: Stateful) -> bool:
    """Only what waits or runs can be stopped."""
    return job.state in {"queued", "running"}
