"""The list of a year as a job: a long one takes seconds to print."""

from django.utils.translation import gettext as _

from clair_portal.documents.models import Job
from clair_portal.documents.results import ResultFile
from clair_portal.documents.runner import Progress
from exchanges.annual import listing
from exchanges.annual.years import Year

KIND = "visit_list"


def visit_list(job: Job, progress: Progress) -> ResultFile:
    """Read the cases that the owner may see, and print them."""
    year, side = Year(job.parameters["way"], job.parameters["year"]), job.parameters["side"]
    progress(0, 2, _("Reading the cases."))
    rows = listing.rows_of(job.owner, year)
    progress(1, 2, _("Printing the list."))
    return ResultFile(listing.filename(year, side), listing.pdf(rows, year, side))
