"""The mails of the events app about a synthetic event, for the gallery."""

from datetime import UTC, datetime, timedelta

from django.utils.translation import get_language

from clair_portal.directory.models import Organisation, Person
from clair_portal.mail.message import Message
from events import emails
from events.models import Event, Registration, TicketType

STARTS = datetime(2027, 2, 16, 13, 0, tzinfo=UTC)


def messages() -> list[Message]:
    """One example per template, in the language that is active."""
    registration = _registration()
    given_back = _registration(Registration.State.CANCELLED)
    return [
        emails.guest_link(registration.event, email="robin@example.org", language=_language(), occurrence="example"),
        emails.registration_confirmed(registration),
        emails.registration_cancelled(given_back),
        emails.event_cancelled(given_back, reason="The hall has no heating in that week."),
    ]


def _language() -> str:
    return get_language() or "en-gb"


def _registration(state: str = Registration.State.CONFIRMED) -> Registration:
    event = Event(
        pk=1, number="EVT-2027-0001", slug="example", host=Organisation(name_en="JETAA Germany"),
        title_en="JET Programme Explanation Day", title_ja="JETプログラム説明会",
        title_de="Informationstag zum JET-Programm",
        starts_at=STARTS, ends_at=STARTS + timedelta(hours=5, minutes=30), zone="Europe/Berlin", place="Example Hall",
        address="Immermannstraße 1", city="Düsseldorf", cancel_until_at=STARTS - timedelta(days=1),
    )  # fmt: skip
    ticket_type = TicketType(event=event, name_en="Returnee", name_ja="帰国者", name_de="Zurück aus Japan")
    person = Person(family="Example", given="Robin")
    return Registration(
        event=event, ticket_type=ticket_type, person=person, email="robin@example.org", language=_language(),
        registered_at=STARTS, state=state,
    )  # fmt: skip
