"""The mail about a finished job."""

from django.conf import settings
from django.urls import reverse

from clair_portal.documents.models import Job
from clair_portal.mail.message import Message


def job_finished(job: Job, *, kept_days: int) -> Message:
    """To the owner: the file is ready, or why there is none."""
    return Message(
        template="documents/job_finished",
        to=job.owner.email,
        language=job.owner.language,
        person_id=job.owner.person_id,
        key=f"documents.job_finished:{job.uuid}:{job.finished_at}",
        context={
            "title": job.title,
            "is_done": job.state == Job.State.DONE,
            "sentence": job.message,
            "kept_days": kept_days,
            "url": settings.PORTAL_URL + reverse(settings.PORTAL_JOB_PAGE, args=[job.uuid]),
        },
    )
