"""Jobs that take longer than a page may, the private files they leave, and signs of life."""

from clair_portal.documents.models.files import PrivateFile
from clair_portal.documents.models.jobs import Job, JobTransition
from clair_portal.documents.models.ticks import Tick

__all__ = ["Job", "JobTransition", "PrivateFile", "Tick"]
