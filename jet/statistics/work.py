"""The figures on paper as a job: charts take seconds to print."""

from django.utils.translation import gettext as _

from clair_portal.documents.models import Job
from clair_portal.documents.results import ResultFile
from clair_portal.documents.runner import Progress
from jet.statistics import printing
from jet.statistics.years import Year

KIND = "programme_figures"


def programme_figures(job: Job, progress: Progress) -> ResultFile:
    """Parameters: `year` and `side`. Whoever has lost the right to the counts since gets a paper without them."""
    year, side = Year(job.parameters["year"]), job.parameters["side"]
    progress(0, 1, _("Printing the figures."))
    return ResultFile(printing.filename(year, side), printing.pdf(job.owner, year, side))
