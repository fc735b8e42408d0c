"""The mails of the programme about synthetic people, for the gallery."""

from django.utils.translation import get_language

from clair_portal.accounts.models import User
from clair_portal.directory.models import LocalAuthority, Organisation, Person
from clair_portal.mail.message import Message
from jet.emails import circumstances as circumstance_emails
from jet.emails import places as place_emails
from jet.emails import requests as request_emails
from jet.models import (
    AllocationPlace,
    ArrivalGroup,
    Circumstance,
    ContractingOrganisation,
    Participant,
    PlacementRequest,
)


def messages() -> list[Message]:
    """One example per template, in the language that is active."""
    return [
        request_emails.request_sent(_request("sent"), to=_reader(), occurrence="example"),
        request_emails.request_answered(
            _request("declined"), reason="There are fewer participants this year than posts.", occurrence="example"
        ),
        place_emails.place_released(_place()),
        circumstance_emails.answered(Circumstance(pk=1, participant=_place().participant)),
    ]


def _request(state: str) -> PlacementRequest:
    prefecture = LocalAuthority(organisation=Organisation(name_en="Example Prefecture", name_ja="見本県"))
    employer = ContractingOrganisation(
        organisation=Organisation(name_en="Example City", name_ja="見本市"), prefecture=prefecture
    )
    return PlacementRequest(
        pk=1, number="PR-2027-0001", state=state, employer=employer, asked_by=_reader(), posts=2,
        arrival_group=ArrivalGroup(year=2027, code="A"),
    )  # fmt: skip


def _place() -> AllocationPlace:
    participant = Participant(jet_number="20270000001", person=_person())
    return AllocationPlace(participant=participant, request=_request("frozen"))


def _reader() -> User:
    return User(pk=1, email="robin@example.org", language=get_language() or "en-gb", person=_person())


def _person() -> Person:
    return Person(family="Example", given="Robin", email="robin@example.org", language=get_language() or "en-gb")
