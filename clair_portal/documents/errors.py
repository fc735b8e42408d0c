"""What can go wrong with a document or a job, each as a sentence for the person who waits for it."""

from django.utils.translation import gettext_lazy as _

from clair_portal.workflow import DomainError


class DocumentsUnavailable(DomainError):
    """WeasyPrint's libraries (Pango, HarfBuzz) are missing on this machine."""

    message = _("PDF documents cannot be made on this server at the moment. Print the page instead.")


class TooLong(DomainError):
    """The document was not finished within its time."""

    message = _("This document took too long to make and was stopped. Ask for a smaller part of it, or tell us.")


class TooBig(DomainError):
    """The document needed more memory than one document may have."""

    message = _("This document is too large to be made in one piece. Ask for a smaller part of it, or tell us.")


class UnknownKind(DomainError):
    """settings.PORTAL_JOBS does not know this kind of job."""

    message = _("This kind of job does not exist.")


class AskedForAgain(DomainError):
    """The same job of the same person already waits or runs."""

    message = _("The same work was asked for again meanwhile and is already on its way.")


class GaveUp(DomainError):
    """The worker stopped in the middle, as often as we try."""

    message = _("The work stopped three times before it was finished. Start it again, or tell us if it stops again.")


class FileGone(DomainError):
    """The row is there, the file is not."""

    message = _("The file is no longer there. Start the job again to make a new one.")
