"""The files that travel with mails about meetings; the outbox's worker asks for them when it sends."""

from clair_portal.mail.attachments import Attachment
from exchanges import calendars
from exchanges.models import Meeting


def invitation(reference: str, language: str) -> Attachment:
    """The calendar entry. `reference` is "<uuid>/request" or "<uuid>/cancel"."""
    uuid, _slash, method = reference.partition("/")
    meeting = Meeting.objects.for_pages().get(uuid=uuid)
    content = calendars.invitation(meeting, method=method.upper(), language=language)
    return Attachment(f"{meeting.case.number}.ics", content, f"text/calendar; method={method.upper()}; charset=utf-8")
