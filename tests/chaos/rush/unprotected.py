"""The portal with its protection taken off, for the control alone: it looks whether a place is free, then writes."""

from clair_portal.wsgi import application
from events.actions import registrations
from events.errors import NoPlaceLeft
from events.models import Quota, TicketType

__all__ = ["application"]


def look_then_write(ticket_type: TicketType) -> None:
    """What the portal would be without the conditional update: right for one visitor, wrong for two."""
    for quota in Quota.objects.filter(ticket_types=ticket_type).order_by("pk"):
        if quota.size is not None and quota.taken + quota.blocked >= quota.size:
            raise NoPlaceLeft
        quota.taken += 1
        quota.save(update_fields=["taken"])


registrations._take_place = look_then_write
