"""The list of participants as a job: whoever asks gets those whom they may see."""

from clair_portal.documents.models import Job
from clair_portal.documents.results import ResultFile
from clair_portal.documents.runner import Progress
from jet.exports.participants import as_file
from jet.models import Participant
from jet.policy import PARTICIPANTS_EDIT

KIND = "participants_file"
FAMILY = ("dependants",)  # for those who look after the participants, not for everybody who employs them


def participants_file(job: Job, progress: Progress) -> ResultFile:
    """Parameters: `form`, one of FORMATS, and perhaps `matching`, the words of a search."""
    found = Participant.objects.visible_to(job.owner).matching(job.parameters.get("matching", ""))
    progress(0, 1)
    without = () if job.owner.has_perm(PARTICIPANTS_EDIT) else FAMILY
    return as_file(found, job.parameters["form"], reader=job.owner, without=without)
