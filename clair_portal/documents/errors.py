"""What can go wrong with a document or a job, each as a sentence for the person who waits for it."""

from django.utils.translation import gettext_lazy as _

from clair_portal.workflow import DomainError


class DocumentsUnavailable(DomainError):
    """WeasyPrint's libraries (Pango, HarfBuzz) are missing on this machine."""

    message = _("PDF documents cannot be made on this server at the moment. Print the page instead.")


class UnknownKind(DomainError):
    """settings.PORTAL_JOBS does not know this kind of job."""

    message = _("This kind of job does not exist.")


class GaveUp(DomainError):
    """The worker stopped in the middle, as often as we try."""

    message = _("The work stopped three times before it was finished. Start it again, or tell us if it stops again.")


class FileGone(DomainError):
    """The row is there, the file is not."""

    message = _("The file is no longer there. Start the job again to make a new one.")
