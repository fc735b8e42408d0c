"""The mails about where a case went, about a synthetic case, for the gallery."""

import datetime as dt

from django.utils.translation import get_language

from clair_portal.accounts.models import User
from clair_portal.directory.models import Organisation, Person
from clair_portal.mail.message import Message
from exchanges.emails import routing as routing_emails
from exchanges.models import HandOver, VisitCase

SINCE = dt.datetime(2027, 1, 8, tzinfo=dt.UTC)
LAST_DAY = dt.date(2027, 3, 31)


def messages() -> list[Message]:
    """One example per template, in the language that is active."""
    reader = _person("robin@example.org", "Robin")
    case, twin = _case("VS-2027-001", reader), _case("VS-2027-004", reader)
    step = HandOver(
        case=case, from_office=case.office, reason="The visit goes to France.", at=SINCE,
        to_office=Organisation(name_en="CLAIR Paris", name_ja="パリ事務所", country="FR"),
    )  # fmt: skip
    return [
        routing_emails.case_passed_on(case, reason="Your authority has no branch.", occurrence="example"),
        routing_emails.case_handed_over(step, to=reader),
        routing_emails.case_merged(twin, case, reason="The same visit was asked for twice.", to=reader),
        routing_emails.work_handed_over(
            [case, twin], leaving=_person("kim@example.org", "Kim"), last_on=LAST_DAY, to=reader, occurrence="example"
        ),
    ]


def _person(email: str, given: str) -> User:
    return User(pk=1, email=email, language=get_language() or "en-gb", person=Person(family="Example", given=given))


def _case(number: str, asker: User) -> VisitCase:
    return VisitCase(
        pk=1, number=number, title="Elderly care in cities", asked_by=asker, country="GB",
        authority=Organisation(name_en="Example City", name_ja="見本市"),
        office=Organisation(name_en="JLGC London", name_ja="ロンドン事務所", country="GB"),
        language=get_language() or "en-gb",
    )  # fmt: skip
