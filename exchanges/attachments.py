"""The files that travel with mails to hosts; the outbox's worker asks for them when it sends."""

from clair_portal.mail.attachments import Attachment
from exchanges import calendars
from exchanges.afterwards import letters
from exchanges.models import Meeting, ThankYou


def invitation(reference: str, language: str) -> Attachment:
    """The calendar entry. `reference` is "<uuid>/request" or "<uuid>/cancel"."""
    uuid, _slash, method = reference.partition("/")
    meeting = Meeting.objects.for_pages().get(uuid=uuid)
    content = calendars.invitation(meeting, method=method.upper(), language=language)
    return Attachment(f"{meeting.case.number}.ics", content, f"text/calendar; method={method.upper()}; charset=utf-8")


def thanks(reference: str, _language: str) -> Attachment:
    """The letter of thanks as a page, in the language it was written in. `reference` is its uuid."""
    letter = ThankYou.objects.for_pages().get(uuid=reference)
    return Attachment(letters.filename(letter), letters.pdf(letter), "application/pdf")
