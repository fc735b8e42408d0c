"""Answers by mail to a mail about a case: whoever was written to is heard, others leave a note."""

from datetime import datetime

from clair_portal.accounts.models import User
from clair_portal.mail.receiving import NotOurs, Reply
from exchanges.actions import replies
from exchanges.models import VisitCase


def receive(reply: Reply, *, at: datetime) -> None:
    """Find the case and the person of the signed address. Raises NotOurs if either is gone."""
    case = VisitCase.objects.for_pages().filter(pk=reply.about).first()
    person = User.objects.filter(pk=reply.to).first()
    if case is None or person is None:
        raise NotOurs("No such address.")
    knows_it = VisitCase.objects.visible_to(person).filter(pk=case.pk).exists()
    is_own = knows_it and reply.sender == person.email.lower()
    replies.take(case, reply, written_to=person, is_own=is_own, at=at)
