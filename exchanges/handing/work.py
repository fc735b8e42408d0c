"""The hand-over book as a job: printed beside the page, and kept for whoever asked."""

from datetime import datetime
from typing import cast

from django.utils.translation import gettext as _

from clair_portal.documents.models import Job
from clair_portal.documents.results import ResultFile
from clair_portal.documents.runner import Progress
from exchanges.handing import book
from exchanges.models import Departure

LANGUAGES = {"ja": "ja", "en": "en-gb"}


def hand_over_book(job: Job, progress: Progress) -> ResultFile:
    """Print the book of one departure."""
    progress(0, 1, _("Printing the book."))
    departure = Departure.objects.for_pages().get(pk=job.parameters["departure"])
    language = LANGUAGES.get(job.parameters["language"][:2], "en-gb")
    content = book.pdf(departure, language, cast("datetime", job.started_at))
    return ResultFile(book.filename(departure, language), content)
