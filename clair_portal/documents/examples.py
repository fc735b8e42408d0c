"""One example per mail of this package, for the gallery of mails."""

from clair_portal.documents.errors import GaveUp
from clair_portal.mail.message import Message

ADDRESS = "https://portal.example.org/jobs/00000000-0000-4000-8000-000000000000/"


def messages() -> list[Message]:
    """A job that was done, and one that was given up."""
    done = {"title": "Attendance list, JET day", "is_done": True, "sentence": "", "kept_days": 7, "url": ADDRESS}
    given_up = {**done, "is_done": False, "sentence": str(GaveUp())}
    return [
        Message("documents/job_finished", "robin@example.org", "en-gb", f"example-{number}", context)
        for number, context in enumerate((done, given_up))
    ]
