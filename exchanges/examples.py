"""The mails of visit support about a synthetic case, for the gallery."""

import datetime as dt

from django.utils.translation import get_language

from clair_portal.accounts.models import User
from clair_portal.directory.models import Organisation, Person
from clair_portal.mail.message import Message
from exchanges import emails
from exchanges.models import CaseMessage, VisitCase


def messages() -> list[Message]:
    """One example per template, in the language that is active."""
    case, reader = _case(), _person("robin@example.org", "Robin")
    message = CaseMessage(
        pk=1, case=case, written_by=_person("kim@example.org", "Kim"),
        text="Could the delegation also come on the Wednesday?",
    )  # fmt: skip
    return [
        emails.case_moved(case, reason="Two of the three hosts can receive you.", occurrence="example"),
        emails.case_message(message, to=reader),
        emails.case_to_endorse(case, to=reader, occurrence="example"),
    ]


def _person(email: str, given: str) -> User:
    return User(pk=1, email=email, language=get_language() or "en-gb", person=Person(family="Example", given=given))


def _case() -> VisitCase:
    return VisitCase(
        number="VS-2027-001", state=VisitCase.State.PARTLY, title="Elderly care in cities",
        authority=Organisation(name_en="Example City", name_ja="見本市"),
        office=Organisation(name_en="JLGC London", name_ja="ロンドン事務所", country="GB"),
        asked_by=_person("robin@example.org", "Robin"), country="GB", first_on=dt.date(2027, 5, 17),
        language=get_language() or "en-gb",
    )  # fmt: skip
