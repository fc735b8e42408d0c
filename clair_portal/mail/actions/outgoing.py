"""Every write to the outbox after a mail was put there; the only module that writes the state of a mail.

The worker's steps are conditional updates on (pk, state, lease) and not `workflow.move`: a transition row per step
would triple the cost of 28,000 mails and tell nothing that the row itself does not say. What staff decide goes
through `workflow.move` and is logged with its author. Both read the same table of legal moves.
"""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, models, transaction
from django.db.models import F

from clair_portal.mail import bell
from clair_portal.mail.limits import limits
from clair_portal.mail.models import OutgoingMail
from clair_portal.mail.models.outgoing import OutgoingMailQuerySet, State, Trouble
from clair_portal.mail.topics import can_be_stopped
from clair_portal.workflow import IllegalMove, move
from clair_portal.workflow.moves import move_all

NO_LEASE = {"lease": None, "lease_ends_at": None}
FRESH_START = {"refusals": 0, "failures": 0, "trouble": "", "answer": ""}
SENT_SQL = """
    UPDATE mail_outgoingmail
       SET state = 'sent', sent_at = %s, lease = NULL, lease_ends_at = NULL, trouble = '', answer = '',
           context = CASE WHEN sensitive THEN '{}' ELSE context END
     WHERE id = %s AND state = 'sending' AND lease = %s
"""
WORDS = 500  # of the mail server's answer, at most


@transaction.atomic
def claim(rows: OutgoingMailQuerySet, *, limit: int, at: datetime) -> list[OutgoingMail]:
    """Lease up to `limit` of these due rows; two workers never get the same one."""
    mails = list(rows.select_for_update(skip_locked=True, of=("self",))[:limit])
    leased = {"lease": uuid.uuid4(), "lease_ends_at": at + timedelta(seconds=limits().lease)}
    OutgoingMail.objects.filter(pk__in=[mail.pk for mail in mails]).update(state=State.SENDING, **leased)
    for mail in mails:
        _remember(mail, {"state": State.SENDING, **leased})
    return mails


def settle_sent(mail: OutgoingMail, *, at: datetime) -> bool:
    """The relay has taken it: one commit, at once. A sensitive context does not outlive this moment.

    Plain SQL, because this is the one statement per mail: building it through the ORM takes longer than executing it.
    """
    with connection.cursor() as cursor:
        cursor.execute(SENT_SQL, [at, mail.pk, mail.lease])
        ours: bool = cursor.rowcount == 1
    if ours:
        _remember(mail, {"state": State.SENT, "sent_at": at, "trouble": "", "answer": "", **NO_LEASE, **_wiped(mail)})
    return ours


def settle_refused(mail: OutgoingMail, *, answer: str) -> bool:
    """The relay said no for good."""
    return _settle(mail, state=State.PARKED, trouble=Trouble.REFUSED, answer=answer[:WORDS])


def settle_deferred(mail: OutgoingMail, *, answer: str, at: datetime) -> bool:
    """The relay said "later", or the line broke: wait longer each time, and give up after three days."""
    refusals = mail.refusals + 1
    pause = limits().pause(refusals, mail.spread)
    if pause is None:
        return _settle(mail, state=State.PARKED, refusals=refusals, trouble=Trouble.TIMED_OUT, answer=answer[:WORDS])
    later = {"refusals": refusals, "due_at": at + pause, "trouble": Trouble.WAITING, "answer": answer[:WORDS]}
    return _settle(mail, state=State.QUEUED, **later)


def settle_doubtful(mail: OutgoingMail, *, answer: str, at: datetime) -> bool:
    """The line broke after the last byte: a double is better than a loss, except for bulk, which a person decides."""
    if can_be_stopped(mail.topic):
        return _settle(mail, state=State.PARKED, trouble=Trouble.DOUBTFUL, answer=answer[:WORDS])
    return settle_deferred(mail, answer=answer, at=at)


def settle_failed(mail: OutgoingMail, *, answer: str, at: datetime) -> bool:
    """It could not be put together: tried again a little later, because an attachment may have been unlucky."""
    failures = mail.failures + 1
    facts = {"failures": failures, "trouble": Trouble.BROKEN, "answer": answer[:WORDS]}
    if failures >= limits().failures:
        return _settle(mail, state=State.PARKED, **facts)
    return _settle(mail, state=State.QUEUED, due_at=_after_failure(at), **facts)


def settle_unwanted(mail: OutgoingMail) -> bool:
    """The recipient does not want it."""
    return _settle(mail, state=State.SUPPRESSED, trouble=Trouble.UNWANTED, **_wiped(mail))


def give_back(mails: Sequence[OutgoingMail]) -> None:
    """Return rows of one batch that are still leased, because nobody began them; nothing is held against them."""
    held = {mail.pk: mail.lease for mail in mails if mail.lease is not None}
    if held:
        leased = OutgoingMail.objects.filter(pk__in=held, lease__in=set(held.values()), state=State.SENDING)
        leased.update(state=State.QUEUED, **NO_LEASE)


@transaction.atomic
def free_abandoned(*, at: datetime) -> int:
    """Take rows back from workers that died. One of them may be the killer: all are suspects and go one by one."""
    found = OutgoingMail.objects.abandoned(at).select_for_update(skip_locked=True, of=("self",))
    failures = dict(found.values_list("pk", "failures"))
    last = limits().failures - 1
    _free([pk for pk, count in failures.items() if count >= last], state=State.PARKED, trouble=Trouble.CRASHED)
    _free([pk for pk, count in failures.items() if 0 < count < last], state=State.QUEUED, due_at=_after_failure(at))
    _free([pk for pk, count in failures.items() if count == 0 < last], state=State.QUEUED)
    return len(failures)


@transaction.atomic
def retry(mail: OutgoingMail, *, by: models.Model | None, at: datetime, reason: str = "") -> OutgoingMail:
    """Send a parked mail again, with fresh patience. The table alone would also allow it while the worker sends."""
    if mail.state != State.PARKED:
        raise IllegalMove
    move(mail, to=State.QUEUED, by=by, at=at, reason=reason, also={**FRESH_START, "due_at": at})
    transaction.on_commit(bell.ring)
    return mail


@transaction.atomic
def retry_all(
    rows: OutgoingMailQuerySet, *, by: models.Model | None, at: datetime, reason: str = ""
) -> list[OutgoingMail]:
    """Send all parked mails among these rows again, for example after the relay was mended."""
    parked = rows.filter(state=State.PARKED)
    moved = move_all(parked, to=State.QUEUED, by=by, at=at, reason=reason, also={**FRESH_START, "due_at": at})
    transaction.on_commit(bell.ring)
    return moved


def cancel(mail: OutgoingMail, *, by: models.Model | None, at: datetime, reason: str = "") -> OutgoingMail:
    """Withdraw a mail that has not left."""
    move(mail, to=State.CANCELLED, by=by, at=at, reason=reason, also=_wiped(mail))
    return mail


def _settle(mail: OutgoingMail, *, state: State, **facts: Any) -> bool:
    """End the lease; False if it had run out and the row is no longer ours."""
    changes = {"state": state, **NO_LEASE, **facts}
    ours = OutgoingMail.objects.filter(pk=mail.pk, state=State.SENDING, lease=mail.lease).update(**changes)
    if ours:
        _remember(mail, changes)
    return bool(ours)


def _free(keys: Iterable[int], **changes: Any) -> None:
    OutgoingMail.objects.filter(pk__in=keys).update(failures=F("failures") + 1, **NO_LEASE, **changes)


def _after_failure(at: datetime) -> datetime:
    return at + timedelta(seconds=limits().failure_pause)


def _wiped(mail: OutgoingMail) -> dict[str, Any]:
    return {"context": {}} if mail.sensitive else {}


def _remember(mail: OutgoingMail, changes: dict[str, Any]) -> None:
    for name, value in changes.items():
        setattr(mail, name, value)
