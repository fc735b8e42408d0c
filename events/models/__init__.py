"""Events, their programme, ticket types and quotas, and who comes."""

from events.models.events import Event, EventTransition
from events.models.programme import ProgrammeItem
from events.models.registrations import Registration, RegistrationTransition
from events.models.tickets import Quota, TicketType

__all__ = [
    "Event",
    "EventTransition",
    "ProgrammeItem",
    "Quota",
    "Registration",
    "RegistrationTransition",
    "TicketType",
]
