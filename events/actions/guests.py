"""Guests without an account: the link that proves an address, and the registration that follows it."""

from datetime import datetime

from django.db import transaction

from clair_portal.directory.actions import people
from clair_portal.directory.models import Person
from clair_portal.mail import outbox
from events import emails
from events.actions import registrations
from events.models import Event, Registration, TicketType


@transaction.atomic
def send_link(event: Event, *, email: str, language: str, at: datetime) -> None:
    """Mail the link to the guest's form: at most one an hour for an address and event, however often it is asked."""
    occurrence = f"{event.pk}:{email.lower()}:{at:%Y%m%d%H}"
    outbox.put(emails.guest_link(event, email=email, language=language, occurrence=occurrence), at=at)


@transaction.atomic
def register(
    ticket_type: TicketType, *, email: str, family: str, given: str, note: str, language: str, at: datetime
) -> Registration:
    """Register whoever has proved to own `email`; a person already known by it keeps the name on record."""
    person = Person.objects.with_address(email).first() or people.create(
        family=family, given=given, email=email, email_verified_at=at, language=language, by=None, at=at
    )
    return registrations.register(ticket_type, person=person, email=email, language=language, note=note, by=None, at=at)
