"""Letters of thanks: drafted for all hosts at once, changed until they are sent, sent one by one or together."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from clair_portal import workflow
from clair_portal.accounts.models import User
from clair_portal.mail import outbox
from exchanges.actions import host_notes, surveys
from exchanges.afterwards.errors import NobodyToThank, NothingToSend, NotOverYet, SentAlready
from exchanges.emails import afterwards as emails
from exchanges.errors import ContactMissing, DoNotContact
from exchanges.models import HostNote, Meeting, ThankYou, VisitCase
from exchanges.models.thanks import AFTERWARDS, took_place

Texts = Mapping[int, tuple[str, str]]  # key of the meeting → language and text


@transaction.atomic
def draft_all(case: VisitCase, texts: Texts, *, by: User, at: datetime) -> list[ThankYou]:
    """Write the first text of every letter that is missing. Raises NotOverYet, NobodyToThank.

    Who was faster has written the same letters: they stay as they are.
    """
    _hold(case)
    held = took_place(Meeting.objects.filter(case=case, pk__in=texts, thanks__isnull=True), at)
    rows = [_row(meeting, case, texts[meeting.pk], by, at) for meeting in held]
    if not rows:
        raise NobodyToThank
    return ThankYou.objects.bulk_create(rows)


@transaction.atomic
def edit(letter: ThankYou, *, language: str, text: str, by: User, at: datetime) -> ThankYou:
    """Change a letter that has not been sent. Raises SentAlready, and Outdated if somebody was faster."""
    changes = {"language": language, "text": text, "written_by": by, "written_at": at}
    _update(letter, changes)
    return letter


@transaction.atomic
def send(letter: ThankYou, *, by: User, at: datetime) -> ThankYou:
    """Send the letter to the contact, as a mail with the printed page; the mail asks for an opinion on the visit.

    The host's memory keeps it. Raises ContactMissing, DoNotContact, SentAlready, Outdated.
    """
    meeting = letter.meeting
    if meeting.host.do_not_contact:
        raise DoNotContact
    if not meeting.contact_email:
        raise ContactMissing
    _update(letter, {"sent_at": at, "sent_by": by})
    survey = surveys.ask_host(meeting, at=at)
    outbox.put(emails.thanks(letter, survey), at=at)
    said = _("A letter of thanks was sent: %(topic)s") % {"topic": meeting.topic}
    kind, day = HostNote.Kind.THANKS, at.date()
    host_notes.add(HostNote(host=meeting.host, kind=kind, happened_on=day, text=said, meeting=meeting), by=by, at=at)
    return letter


@transaction.atomic
def send_all(case: VisitCase, *, by: User, at: datetime) -> list[ThankYou]:
    """Send every letter that is written and can be mailed. Raises NothingToSend."""
    _hold(case)
    unsent = ThankYou.objects.filter(case=case).unsent().for_pages().in_order()
    able = [one for one in unsent if one.meeting.contact_email and not one.meeting.host.do_not_contact]
    if not able:
        raise NothingToSend
    return [send(one, by=by, at=at) for one in able]


def _hold(case: VisitCase) -> None:
    """Two people press the same button at once: the second waits here and finds the first one's letters."""
    if VisitCase.objects.select_for_update(of=("self",)).get(pk=case.pk).state not in AFTERWARDS:
        raise NotOverYet


def _row(meeting: Meeting, case: VisitCase, text: tuple[str, str], by: User, at: datetime) -> ThankYou:
    return ThankYou(meeting=meeting, case=case, language=text[0], text=text[1], written_by=by, written_at=at)


def _update(letter: ThankYou, facts: dict[str, object]) -> None:
    """Compare-and-set on a letter that is still here."""
    found = ThankYou.objects.unsent().filter(pk=letter.pk, version=letter.version)
    if found.update(**facts, version=F("version") + 1) != 1:
        raise (
            SentAlready if ThankYou.objects.filter(pk=letter.pk, sent_at__isnull=False).exists() else workflow.Outdated
        )
    for name, value in facts.items():
        setattr(letter, name, value)
    letter.version += 1
