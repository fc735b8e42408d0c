"""People, organisations, local authorities, offices and countries."""

from clair_portal.directory.models.organisations import Organisation
from clair_portal.directory.models.people import FormerName, Person

__all__ = ["FormerName", "Organisation", "Person"]
