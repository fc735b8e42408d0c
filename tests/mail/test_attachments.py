"""Files that are built at send time."""

import pytest

from clair_portal.mail import attachments
from clair_portal.mail.attachments import Attachment
from tests.factories.mail import OutgoingMailFactory


def note(reference: str, language: str) -> Attachment:
    """Stands for an app's builder."""
    return Attachment(f"{reference}.txt", language.encode(), "text/plain")


def test_each_kind_is_built_by_its_app_in_the_mails_language(settings) -> None:
    settings.PORTAL_MAIL_ATTACHMENTS = {"note": "tests.mail.test_attachments.note"}
    mail = OutgoingMailFactory.build(language="ja", attachments=[["note", "7"], ["note", "8"]])
    assert attachments.build(mail) == [
        Attachment("7.txt", b"ja", "text/plain"),
        Attachment("8.txt", b"ja", "text/plain"),
    ]


def test_an_unknown_kind_is_an_error(settings) -> None:
    settings.PORTAL_MAIL_ATTACHMENTS = {}
    with pytest.raises(KeyError):
        attachments.build(OutgoingMailFactory.build(attachments=[["note", "7"]]))


@pytest.mark.parametrize("name", ["a\r\nBcc: x@example.org", "a\x00.pdf", "a\tb"])
def test_a_name_that_would_reach_into_the_header_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="printable"):
        Attachment(name, b"", "text/plain")


@pytest.mark.parametrize("mimetype", ["text", "text/plain\r\nX: y", 'text/calendar; method="A', "text/plain; x"])
def test_a_type_that_is_none_is_refused(mimetype: str) -> None:
    with pytest.raises(ValueError, match="MIME"):
        Attachment("a.txt", b"", mimetype)


@pytest.mark.parametrize("mimetype", ["application/pdf", "text/calendar; method=CANCEL; charset=utf-8"])
def test_types_with_and_without_parameters_pass(mimetype: str) -> None:
    assert Attachment("a", b"", mimetype).is_invitation is mimetype.startswith("text/calendar")
