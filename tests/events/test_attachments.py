"""The files that travel with mails: the ticket in the reader's language and both scripts, the calendar entry."""

from io import BytesIO

import pytest
from icalendar import Calendar
from pypdf import PdfReader

from clair_portal.documents import codes
from events import attachments
from tests.factories.directory import PersonFactory
from tests.factories.events import RegistrationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def registration():
    person = PersonFactory(family="Takasaki", given="Ichiro", family_kanji="髙﨑", given_kanji="一郎")
    return RegistrationFactory(person=person, ticket_type__name_en="Returnee", ticket_type__name_ja="帰国者")


def text_of(attachment):
    return "".join(page.extract_text() for page in PdfReader(BytesIO(attachment.content)).pages)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en-gb", ["JET Programme Explanation Day", "Tue 16 February 2027, 14:00–19:30", "Returnee"]),
        ("ja", ["JETプログラム説明会", "2027年2月16日（火）14:00～19:30", "帰国者", "翌日まで"]),
        ("de", ["Di., 16. Februar 2027, 14:00–19:30", "bis zum Folgetag"]),
    ],
)
def test_a_ticket_is_wholly_in_the_readers_language(registration, language, words):
    text = text_of(attachments.ticket(str(registration.uuid), language)).replace("\n", "")
    assert [word for word in words if word.replace(" ", "") not in text.replace(" ", "")] == []


def test_a_ticket_names_its_holder_in_both_scripts_and_the_reference(registration):
    ticket = attachments.ticket(str(registration.uuid), "en-gb")
    text = text_of(ticket)
    assert (ticket.mimetype, ticket.name.endswith(f"{registration.reference}.pdf")) == ("application/pdf", True)
    assert [word for word in ("Ichiro Takasaki", "髙﨑 一郎", registration.reference) if word not in text] == []


def test_its_code_is_the_registrations_and_genuine(registration):
    code = codes.sign(registration.uuid, registration.nonce)
    assert codes.verify(code) == (registration.uuid, registration.nonce)


@pytest.mark.parametrize("method", ["request", "cancel"])
def test_the_calendar_entry_says_what_it_is(registration, method):
    entry = attachments.invitation(f"{registration.uuid}/{method}", "ja")
    assert entry.mimetype == f"text/calendar; method={method.upper()}; charset=utf-8"
    assert str(Calendar.from_ical(entry.content)["method"]) == method.upper()
