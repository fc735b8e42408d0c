"""Registering for an event and giving the place back."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from clair_portal import workflow
from clair_portal.accounts.models import User
from clair_portal.directory.models import Person
from clair_portal.mail import outbox
from clair_portal.workflow.refusals import refusing
from events import emails
from events.errors import AlreadyRegistered, NoPlaceLeft, RegistrationClosed, TooLateToCancel
from events.models import Quota, Registration, TicketType

ONE_LIVE = "registration_one_live_per_person"


@transaction.atomic
def register(
    ticket_type: TicketType,
    *,
    person: Person,
    email: str,
    language: str,
    by: User | None,
    at: datetime,
    note: str = "",
) -> Registration:
    """Give `person` a place, or none: row, log, mail and count stand or fall together.

    The rows are written first and the count last, so that the hot quota's lock is held for one statement only.
    Raises RegistrationClosed, AlreadyRegistered or NoPlaceLeft.
    """
    event = ticket_type.event
    if not (event.takes_registrations(at) and ticket_type.is_offered):
        raise RegistrationClosed
    wanted = Registration(
        event=event, ticket_type=ticket_type, person=person, email=email, language=language, note=note, registered_at=at
    )
    registration = _written(wanted)
    workflow.begin(registration, by=by, at=at)
    outbox.put(emails.registration_confirmed(registration), at=at)
    _take_place(ticket_type)
    return registration


@transaction.atomic
def cancel(registration: Registration, *, by: User | None, at: datetime, reason: str = "") -> Registration:
    """Give the place back, while the event still allows it. Raises TooLateToCancel, IllegalMove or Outdated."""
    if not registration.event.lets_cancel(at):
        raise TooLateToCancel
    return _cancel(registration, by=by, at=at, reason=reason)


@transaction.atomic
def cancel_for_office(registration: Registration, *, by: User, at: datetime, reason: str) -> Registration:
    """The office takes somebody off the list, at any time, with a reason."""
    return _cancel(registration, by=by, at=at, reason=reason)


def _cancel(registration: Registration, *, by: User | None, at: datetime, reason: str) -> Registration:
    """Quotas are locked before registrations, here as when an event is called off: one order, no deadlock."""
    _give_back_place(registration.ticket_type)
    workflow.move(registration, to=Registration.State.CANCELLED, by=by, at=at, reason=reason, also={"cancelled_at": at})
    outbox.put(emails.registration_cancelled(registration), at=at)
    return registration


def _written(registration: Registration) -> Registration:
    """Insert the row; the unique constraint, not a look beforehand, says whether the person has a place already."""
    with refusing({ONE_LIVE: AlreadyRegistered}):
        registration.save(force_insert=True)
    return registration


def _quotas_in_lock_order(ticket_type: TicketType) -> list[int]:
    return list(ticket_type.quotas.order_by("pk").values_list("pk", flat=True))


def _take_place(ticket_type: TicketType) -> None:
    """Count one place in every quota of the type, or raise NoPlaceLeft and let the transaction fall."""
    quotas = _quotas_in_lock_order(ticket_type)
    if not quotas:
        raise NoPlaceLeft
    for quota in quotas:
        if not Quota.objects.filter(pk=quota).with_room_for(1).update(taken=F("taken") + 1):
            raise NoPlaceLeft


def _give_back_place(ticket_type: TicketType) -> None:
    """Count one place less; with none counted the move that follows finds the registration cancelled already."""
    for quota in _quotas_in_lock_order(ticket_type):
        Quota.objects.filter(pk=quota, taken__gte=1).update(taken=F("taken") - 1)
