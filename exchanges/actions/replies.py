"""Answers by mail become messages of whoever was written to, or notes for the office if somebody else sent them."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from clair_portal.accounts.models import User
from clair_portal.documents.actions import files
from clair_portal.documents.results import ResultFile
from clair_portal.mail import outbox
from clair_portal.mail.receiving import Reply
from exchanges.actions import cases
from exchanges.emails import cases as case_emails
from exchanges.models import CaseMessage, VisitCase

LONGEST = 4000  # characters; the whole mail stands beside it
KEPT = timedelta(days=3 * 365)


@transaction.atomic
def take(case: VisitCase, reply: Reply, *, written_to: User, is_own: bool, at: datetime) -> CaseMessage:
    """Write the answer down beside its case. A mail server that sends the same mail twice is answered once."""
    VisitCase.objects.select_for_update(of=("self",)).get(pk=case.pk)
    known = CaseMessage.objects.filter(case=case, mail_id=reply.mail_id).first() if reply.mail_id else None
    if known:
        return known
    text = Truncator(reply.text.replace("\0", "") or _("(an empty mail)")).chars(LONGEST)
    message = (
        cases.write(case, text=text, is_internal=False, by=written_to, at=at)
        if is_own
        else _noted(case, reply, text, at=at)
    )
    original = files.store(
        ResultFile(f"{case.number}.eml", reply.original, "message/rfc822"),
        owner=case.owner or written_to, at=at, kept=KEPT,
    )  # fmt: skip
    CaseMessage.objects.filter(pk=message.pk).update(original=original, mail_id=reply.mail_id)
    message.refresh_from_db()
    return message


def _noted(case: VisitCase, reply: Reply, text: str, *, at: datetime) -> CaseMessage:
    """Only the office reads it, and whoever is in charge is told: the address was passed on, or the sender forged."""
    note = CaseMessage.objects.create(
        case=case, text=text, is_internal=True, mailed_from=reply.sender, written_by=None, written_at=at
    )
    if case.owner:
        outbox.put(case_emails.case_message(note, to=case.owner), at=at)
    return note
