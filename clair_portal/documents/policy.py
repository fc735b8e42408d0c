"""Permission names of jobs, and who may stop or repeat one."""

from typing import Any

JOBS_VIEW = "documents.view_jobs"
JOBS_STEER = "documents.steer_jobs"


def may_steer(user: Any, job: Any) -> bool:
    """Whoever asked for the job, and those who look after everybody's."""
    return job.owner_id == user.pk or bool(user.has_perm(JOBS_STEER))
