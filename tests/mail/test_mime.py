"""The bytes of a mail: deterministic, seven-bit, readable by the standard library."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from uuid import UUID

import pytest

from clair_portal.mail import mime
from clair_portal.mail.attachments import Attachment
from clair_portal.mail.models import OutgoingMail
from clair_portal.mail.rendering import Words
from tests.factories.mail import MOMENT, OutgoingMailFactory

WORDS = Words("Your place", "Hello\n.\nBye\n", "<p>Hello</p>\n")
INVITATION = Attachment("invite.ics", b"BEGIN:VCALENDAR\r\n", "text/calendar; method=REQUEST; charset=utf-8")
TICKET = Attachment("Eintrittskarte 東京.pdf", b"%PDF-1.7\xff", "application/pdf")


def row(**facts: object) -> OutgoingMail:
    return OutgoingMailFactory.build(**{"uuid": UUID(int=7), "to": "robin@example.org", **facts})


def parsed(mail: OutgoingMail, words: Words = WORDS, *attachments: Attachment) -> EmailMessage:
    content = mime.build(mail, words, list(attachments))
    assert content.isascii()
    assert b"\n" not in content.replace(b"\r\n", b"")
    message = message_from_bytes(content, policy=policy.default)
    assert message.defects == []
    return message


def test_the_whole_of_a_simple_mail() -> None:
    assert mime.build(row(), WORDS, []).decode().split("\r\n") == [
        "From: Japan Local Government Centre <portal@example.org>",
        "To: robin@example.org",
        "Subject: Your place",
        "Date: Mon, 23 Nov 2026 12:00:00 +0000",
        "Message-ID: <00000000-0000-0000-0000-000000000007@example.org>",
        "Content-Language: en-gb",
        "Auto-Submitted: auto-generated",
        "MIME-Version: 1.0",
        "Content-Type: multipart/alternative;",
        ' boundary="=00000000000000000000000000000007a"',
        "",
        "--=00000000000000000000000000000007a",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 7bit",
        "",
        "Hello",
        ".",
        "Bye",
        "",
        "--=00000000000000000000000000000007a",
        "Content-Type: text/html; charset=utf-8",
        "Content-Transfer-Encoding: 7bit",
        "",
        "<p>Hello</p>",
        "",
        "--=00000000000000000000000000000007a--",
        "",
    ]


def test_the_same_row_gives_the_same_bytes() -> None:
    first = mime.build(row(), WORDS, [TICKET, INVITATION])
    assert mime.build(row(), WORDS, [TICKET, INVITATION]) == first


TEXTS = [
    "plain",
    "Grüße aus Köln, Straße = 5\n",
    "福祉課の髙﨑様\n" * 40,
    "x" * 3000,
    "= leading and trailing  \n\n\n",
    ".\n..\n.x",
    "--=00000000000000000000000000000007a--\nFrom here",
]


@pytest.mark.parametrize("text", TEXTS)
def test_every_text_arrives_as_it_was_written(text: str) -> None:
    message = parsed(row(), Words("s", text, f"<p>{text}</p>"))
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert as_written(plain) == text.rstrip("\n")
    assert as_written(html) == f"<p>{text}</p>"


def as_written(part: EmailMessage) -> str:
    return str(part.get_content()).replace("\r\n", "\n").rstrip("\n")


SUBJECTS = [
    "Your place: 16 February, Düsseldorf",
    "お席のご案内：2027年2月16日（火）デュッセルドルフ、キャリア交流会に関するお知らせと髙﨑様へのお願い",
    "A very long subject in English that goes on and on beyond the seventy-eight characters of a line",
    "emoji" + " 🎌 emoji" * 20,
    "=?utf-8?b?not-encoded?=",
    "x",
]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_subject_arrives_as_it_was_written(subject: str) -> None:
    content = mime.build(row(), Words(subject, "t", "h"), [])
    assert max(map(len, content.split(b"\r\n\r\n")[0].split(b"\r\n"))) <= 78
    assert parsed(row(), Words(subject, "t", "h"))["Subject"] == subject


def test_an_invitation_is_an_alternative_with_its_method_and_a_file() -> None:
    message = parsed(row(), WORDS, INVITATION)
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar", "application/ics",
    ]  # fmt: skip
    calendar = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
    assert calendar.get_param("method") == "REQUEST"
    assert calendar.get_payload(decode=True) == INVITATION.content
    [file] = message.iter_attachments()
    assert (file.get_filename(), file.get_payload(decode=True)) == ("invite.ics", INVITATION.content)


def test_a_file_keeps_its_name_and_bytes() -> None:
    [file] = parsed(row(), WORDS, TICKET).iter_attachments()
    assert (file.get_filename(), file.get_content_type(), file.get_payload(decode=True)) == (
        "Eintrittskarte 東京.pdf", "application/pdf", b"%PDF-1.7\xff",
    )  # fmt: skip


def test_only_stoppable_topics_offer_to_unsubscribe() -> None:
    assert parsed(row())["List-Unsubscribe"] is None
    assert parsed(row(topic="jobs"))["List-Unsubscribe"] == "<mailto:portal@example.org?subject=unsubscribe%20jobs>"


def test_answers_go_where_the_office_says(settings) -> None:
    assert parsed(row())["Reply-To"] is None
    settings.PORTAL_MAIL_REPLY_TO = "Office <office@example.org>"
    message = parsed(row(topic="surveys"))
    assert message["Reply-To"] == "Office <office@example.org>"
    assert message["List-Unsubscribe"] == "<mailto:office@example.org?subject=unsubscribe%20surveys>"


def test_the_date_is_the_day_the_mail_was_caused_not_sent() -> None:
    assert parsed(row(due_at=None))["Date"].datetime == MOMENT


@pytest.mark.parametrize("address", ["a@example.org\r\nBcc: evil@example.org", "a@example.org\nX: y"])
def test_a_line_break_in_an_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="Invalid address"):
        mime.envelope_address(address)
