"""The mails about transfers, of synthetic people, for the gallery."""

from datetime import date

from django.utils.translation import get_language

from clair_portal.accounts.models import User
from clair_portal.directory.models import Organisation, Person
from clair_portal.mail.message import Message
from jet.emails import transfers as emails
from jet.models import ContractingOrganisation, Participant, SwapCycle, SwapMove, TransferConsent, TransferRequest

DAY = date(2027, 4, 1)


def messages() -> list[Message]:
    """One example per template, in the language that is active."""
    reader = User(pk=1, email="robin@example.org", language=get_language() or "en-gb", person=_person())
    asked, ended = (_consent(state) for state in ("asked", "approved"))
    return [
        emails.to_employer(emails.ASKED, asked, reader),
        emails.to_employer(emails.ENDED, ended, reader),
        emails.transfer_told(_request(), "approved", occurrence="example", move=_move()),
    ]


def _employer() -> ContractingOrganisation:
    return ContractingOrganisation(organisation=Organisation(name_en="Example City", name_ja="見本市"))


def _consent(state: str) -> TransferConsent:
    return TransferConsent(pk=1, cycle=_cycle(state), employer=_employer())


def _cycle(state: str) -> SwapCycle:
    return SwapCycle(number="SC-2027-0001", state=state, effective_on=DAY)


def _move() -> SwapMove:
    return SwapMove(cycle=_cycle("approved"), joins=_employer())


def _request() -> TransferRequest:
    return TransferRequest(
        number="TR-2027-0001", participant=Participant(jet_number="20260000001", person=_person()), state="approved"
    )


def _person() -> Person:
    return Person(family="Example", given="Robin", email="robin@example.org", language=get_language() or "en-gb")
