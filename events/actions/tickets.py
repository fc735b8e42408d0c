"""Quotas, ticket types and the programme of an event: what staff set up before, and correct during, registration."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from clair_portal.workflow.refusals import refusing
from events.errors import PlacesInUse, TooFewPlaces
from events.models import ProgrammeItem, Quota, TicketType

NEVER_OVERSOLD = "quota_never_oversold"


@transaction.atomic
def add_quota(quota: Quota) -> Quota:
    """Write a new quota; nothing is taken from it yet."""
    quota.save(force_insert=True)
    return quota


@transaction.atomic
def edit_quota(quota: Quota, *, changes: Mapping[str, Any]) -> Quota:
    """Change name, size or the places kept; the count of taken places is never written here.

    Raises TooFewPlaces if more are taken or kept than the new size leaves, also when they were taken a moment ago.
    """
    with refusing({NEVER_OVERSOLD: TooFewPlaces}):
        Quota.objects.filter(pk=quota.pk).update(**changes)
    quota.refresh_from_db()
    return quota


@transaction.atomic
def remove_quota(quota: Quota) -> None:
    """Delete a quota from which nobody has taken a place. Raises PlacesInUse."""
    removed, _rows = Quota.objects.filter(pk=quota.pk, taken=0).delete()
    if not removed:
        raise PlacesInUse


@transaction.atomic
def add_ticket_type(ticket_type: TicketType, *, quotas: Iterable[Quota], places: int | None = None) -> TicketType:
    """Write a ticket type that draws from these quotas; without any it gets one of its own, of `places` places."""
    ticket_type.save(force_insert=True)
    drawn_from = list(quotas)
    if not drawn_from:
        own = Quota(event_id=ticket_type.event_id, name=ticket_type.name_en, size=places)
        drawn_from = [add_quota(own)]
    ticket_type.quotas.set(drawn_from)
    return ticket_type


@transaction.atomic
def edit_ticket_type(ticket_type: TicketType, *, changes: Mapping[str, Any], quotas: Iterable[Quota]) -> TicketType:
    """Change what describes a ticket type. Raises PlacesInUse if its quotas change while people hold places in them."""
    wanted = {quota.pk for quota in quotas}
    if wanted != set(ticket_type.quotas.values_list("pk", flat=True)):
        if ticket_type.registrations.live().exists():
            raise PlacesInUse
        ticket_type.quotas.set(wanted)
    TicketType.objects.filter(pk=ticket_type.pk).update(**changes)
    ticket_type.refresh_from_db()
    return ticket_type


@transaction.atomic
def remove_ticket_type(ticket_type: TicketType) -> None:
    """Delete a ticket type for which nobody ever registered. Raises PlacesInUse."""
    try:
        ticket_type.delete()
    except ProtectedError as error:
        raise PlacesInUse from error


@transaction.atomic
def put_programme_item(item: ProgrammeItem) -> ProgrammeItem:
    """Write a point of the programme, new or changed."""
    item.save()
    return item


@transaction.atomic
def remove_programme_item(item: ProgrammeItem) -> None:
    """Take a point out of the programme."""
    item.delete()
