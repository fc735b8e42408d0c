"""The mails after a visit about a synthetic case, for the gallery."""

import datetime as dt

from django.utils.translation import get_language

from clair_portal.accounts.models import User
from clair_portal.directory.models import Organisation, Person
from clair_portal.mail.message import Message
from exchanges.afterwards import words
from exchanges.emails import afterwards as emails
from exchanges.models import FollowUp, Host, Meeting, Survey, ThankYou, VisitCase

DAY = dt.date(2027, 5, 18)
OVER = dt.datetime(2027, 5, 24, 9, tzinfo=dt.UTC)


def messages() -> list[Message]:
    """One example per template, in the language that is active."""
    case, reader = _case(), _reader()
    meeting = Meeting(
        pk=1, case=case, host=Host(organisation=Organisation(name_en="Example Day Centre")),
        topic="How volunteers are found", contact_name="Kim Example", contact_email="kim@example.org",
    )  # fmt: skip
    letter = ThankYou(meeting=meeting, case=case, language=_language(), text=_text(meeting), written_at=OVER)
    return [
        emails.thanks(letter, Survey(case=case, meeting=meeting, asked_at=OVER)),
        emails.survey_asked(Survey(case=case, asked_at=OVER), to=reader),
        emails.follow_up_asked(FollowUp(case=case, months=6, due_on=DAY), to=reader),
    ]


def _text(meeting: Meeting) -> str:
    occasion = words.Occasion(
        authority=meeting.case.authority.name_en, contact=meeting.contact_name, title="Deputy Mayor",
        topics=[meeting.topic], days=[DAY],
    )  # fmt: skip
    return words.letter(occasion, _language())


def _language() -> str:
    return get_language() or "en-gb"


def _reader() -> User:
    person = Person(family="Example", given="Robin")
    return User(pk=1, email="robin@example.org", language=_language(), person=person)


def _case() -> VisitCase:
    return VisitCase(
        number="VS-2027-001", state=VisitCase.State.COMPLETED, title="Elderly care in cities",
        authority=Organisation(name_en="Example City", name_ja="見本市"),
        office=Organisation(name_en="JLGC London", name_ja="ロンドン事務所", country="GB"),
        asked_by=_reader(), country="GB", first_on=DAY, language=_language(),
    )  # fmt: skip
