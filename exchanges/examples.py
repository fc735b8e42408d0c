"""The mails of visit support about a synthetic case, for the gallery."""

import datetime as dt

from django.utils.translation import get_language

from clair_portal.accounts.models import User
from clair_portal.directory.models import Organisation, Person
from clair_portal.mail.message import Message
from exchanges.emails import cases as case_emails
from exchanges.emails import delays as delay_emails
from exchanges.emails import hosts as host_emails
from exchanges.emails import interpreters as interpreter_emails
from exchanges.models import Assignment, CaseMessage, Host, Interpreter, ItineraryItem, Meeting, VisitCase

STARTS = dt.datetime(2027, 5, 18, 8, 30, tzinfo=dt.UTC)


def messages() -> list[Message]:
    """One example per template, in the language that is active."""
    case, reader = _case(), _person("robin@example.org", "Robin")
    message = CaseMessage(
        pk=1, case=case, written_by=_person("kim@example.org", "Kim"),
        text="Could the delegation also come on the Wednesday?",
    )  # fmt: skip
    return [
        case_emails.case_moved(case, reason="Two of the three hosts can receive you.", occurrence="example"),
        case_emails.case_message(message, to=reader),
        case_emails.case_to_endorse(case, to=reader, occurrence="example"),
        *_about_meetings(case, reader),
        *_to_interpreters(case),
        *_on_the_day(case),
    ]


def _about_meetings(case: VisitCase, reader: User) -> list[Message]:
    offered, settled = _meeting(case, Meeting.State.SLOTS_OFFERED), _meeting(case, Meeting.State.CONFIRMED)
    return [
        host_emails.host_asked(offered, starts=[STARTS, STARTS + dt.timedelta(days=1)], head="Deputy Mayor"),
        host_emails.host_confirmed(settled),
        host_emails.meeting_cancelled(settled, reason="The delegation cannot travel in that week."),
        host_emails.host_answered(settled, to=reader),
    ]


def _to_interpreters(case: VisitCase) -> list[Message]:
    one = _assignment(case)
    withdrawn, over = _assignment(case), _assignment(case)
    over.reason, over.cancellation_fee = "The delegation cannot travel in that week.", 6000
    return [
        interpreter_emails.interpreter_offer(one),
        interpreter_emails.offer_taken(withdrawn),
        interpreter_emails.interpreter_confirmed(one),
        interpreter_emails.interpreter_briefed(one),
        interpreter_emails.reconfirm(one),
        interpreter_emails.assignment_cancelled(over),
    ]


def _on_the_day(case: VisitCase) -> list[Message]:
    one = _assignment(case)
    item = ItineraryItem(meeting=one.meeting, starts_at=STARTS, place=one.meeting.place)
    return [delay_emails.host_late(item, one.meeting, 15), delay_emails.interpreter_late(one, item, 15)]


def _assignment(case: VisitCase) -> Assignment:
    person = Person(pk=1, family="Example", email="robin@example.org", language=get_language() or "en-gb")
    return Assignment(
        meeting=_meeting(case, Meeting.State.CONFIRMED), interpreter=Interpreter(person=person), fee=12000,
        currency="GBP", pairs=["en>ja", "ja>en"], starts_at=STARTS, ends_at=STARTS + dt.timedelta(minutes=90),
        offered_at=STARTS - dt.timedelta(days=30), expires_at=STARTS - dt.timedelta(days=28),
    )  # fmt: skip


def _meeting(case: VisitCase, state: str) -> Meeting:
    return Meeting(
        pk=1, case=case, host=Host(organisation=Organisation(name_en="Example Day Centre")), state=state,
        topic="How volunteers are found", minutes=90, place="1 Example Street, Leeds", contact_name="Kim Example",
        contact_email="kim@example.org", language=get_language() or "en-gb", starts_at=STARTS,
        ends_at=STARTS + dt.timedelta(minutes=90), speaker="Sam Example", arrival="Ask for Sam at the reception.",
    )  # fmt: skip


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
