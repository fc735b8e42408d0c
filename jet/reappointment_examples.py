"""The mails of reappointment about synthetic people, for the gallery."""

from datetime import UTC, date, datetime

from django.utils.translation import get_language

from clair_portal.accounts.models import User
from clair_portal.directory.models import LocalAuthority, Organisation, Person
from clair_portal.mail.message import Message
from jet.emails import reappointments as emails
from jet.models import ContractingOrganisation, Participant, Reappointment, Term

ASKED_AT = datetime(2026, 11, 2, tzinfo=UTC)


def messages() -> list[Message]:
    """One example per template, in the language that is active."""
    asked, agreed, reader = _reappointment("asked"), _reappointment("agreed"), _reader()
    participant, organisation = emails.as_person(asked.participant.person), emails.as_reader(reader)
    return [
        emails.question(asked),
        emails.questions([asked, asked], to=reader, reminding=True),
        emails.talk(_reappointment("escalated"), to=organisation, occurrence="example"),
        emails.settled(agreed, to=participant, occurrence="example"),
    ]


def _reappointment(state: str) -> Reappointment:
    language = get_language() or "en-gb"
    person = Person(family="Example", given="Robin", email="robin@example.org", language=language)
    following = Term(number=2, first_on=date(2027, 8, 3), last_on=date(2028, 8, 2))
    return Reappointment(
        pk=1, participant=Participant(jet_number="20260000001", person=person), employer=_employer(), year=2027,
        number=2, term=Term(number=1, first_on=date(2026, 8, 3), last_on=date(2027, 8, 2)), state=state,
        next_term=following if state == "agreed" else None, due_on=date(2027, 1, 29), asked_at=ASKED_AT,
    )  # fmt: skip


def _employer() -> ContractingOrganisation:
    prefecture = LocalAuthority(organisation=Organisation(name_en="Example Prefecture", name_ja="見本県"))
    city = Organisation(name_en="Example City", name_ja="見本市")
    return ContractingOrganisation(organisation=city, prefecture=prefecture)


def _reader() -> User:
    return User(pk=1, email="city@example.org", language=get_language() or "en-gb")
