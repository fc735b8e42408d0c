"""People, organisations, local authorities, offices and countries."""

from clair_portal.directory.models.authorities import Designation, LocalAuthority
from clair_portal.directory.models.facts import Source
from clair_portal.directory.models.loads import ReferenceLoad
from clair_portal.directory.models.offices import Branch, Office, OfficeCountry
from clair_portal.directory.models.organisations import Organisation
from clair_portal.directory.models.people import FormerName, Person
from clair_portal.directory.models.positions import Position

__all__ = [
    "Branch",
    "Designation",
    "FormerName",
    "LocalAuthority",
    "Office",
    "OfficeCountry",
    "Organisation",
    "Person",
    "Position",
    "ReferenceLoad",
    "Source",
]
