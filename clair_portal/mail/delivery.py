"""Sends whatever is due: claims a batch, opens one connection, hands over mail by mail with a commit after each."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from clair_portal.mail import attachments, mime, rendering, transport
from clair_portal.mail.actions import outgoing
from clair_portal.mail.limits import limits
from clair_portal.mail.models import OutgoingMail, Suppression

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]


@dataclass
class Breaker:
    """Open for a while after the relay was unreachable, so that each ring does not wait for the same time-out."""

    _open_until: datetime | None = None

    def is_open(self, at: datetime) -> bool:
        return self._open_until is not None and at < self._open_until

    def trip(self, at: datetime) -> None:
        self._open_until = at + timedelta(seconds=limits().breaker)

    def reset(self) -> None:
        self._open_until = None


breaker = Breaker()


def deliver_due(clock: Clock, *, more: Callable[[], object] = lambda: None) -> bool:
    """Send until nothing is due, the relay is down, or the time is up; True only in the last case.

    `more` is called once, when the first batch was full: an idle worker may help.
    """
    ends = clock() + timedelta(seconds=limits().run)
    stumbles = 0
    while clock() < ends and stumbles <= 1 and not breaker.is_open(clock()):
        if not OutgoingMail.objects.due(clock()).exists():
            return False
        batch = _round(clock)
        stumbles = 0 if batch.sent else stumbles + batch.stumbled
        if batch.is_full:
            more, _ = (lambda: None), more()
    if stumbles > 1:
        breaker.trip(clock())
    return clock() >= ends


@dataclass
class Batch:
    """Leased rows and what became of them."""

    mails: list[OutgoingMail] = field(default_factory=list)
    begun: int = 0
    sent: int = 0
    stumbled: bool = False

    @property
    def is_full(self) -> bool:
        return len(self.mails) == limits().batch


def _round(clock: Clock) -> Batch:
    """One connection, one batch. The connection comes first: when the relay is down, no row is touched."""
    batch = Batch()
    try:
        with transport.connect() as relay:
            batch.mails = _claim(clock())
            _hand_over(relay, batch, clock)
    except (transport.RelayDown, transport.Lost) as trouble:
        logger.warning("The mail relay does not take mails: %s", trouble.answer)
        batch.stumbled = True
    finally:
        outgoing.give_back(batch.mails[batch.begun :])
    return batch


def _claim(at: datetime) -> list[OutgoingMail]:
    """A batch of mails that never hurt anybody; else one suspect alone, so that it can only hurt itself."""
    due = OutgoingMail.objects.due(at)
    return outgoing.claim(due.unsuspicious(), limit=limits().batch, at=at) or outgoing.claim(
        due.suspicious(), limit=1, at=at
    )


def _hand_over(relay: transport.Relay, batch: Batch, clock: Clock) -> None:
    """Mail by mail, as long as the lease comfortably lasts."""
    unwanted = Suppression.objects.stopping(batch.mails)
    ends = clock() + timedelta(seconds=limits().work)
    for mail in batch.mails:
        if clock() >= ends:
            return
        if mail.pk in unwanted:
            outgoing.settle_unwanted(mail)
        else:
            batch.sent += _one(relay, mail, clock)
        batch.begun += 1


def _one(relay: transport.Relay, mail: OutgoingMail, clock: Clock) -> bool:
    """Hand over one mail and write down the outcome at once. A broken line is for the caller, the rest ends here."""
    content = _composed(mail, clock)
    if content is None:
        return False
    try:
        relay.send(mime.sender(), mime.envelope_address(mail.to), content)
    except transport.Refused as trouble:
        outgoing.settle_refused(mail, answer=trouble.answer)
    except transport.Deferred as trouble:
        outgoing.settle_deferred(mail, answer=trouble.answer, at=clock())
    except transport.Lost as trouble:
        settle = outgoing.settle_doubtful if trouble.doubtful else outgoing.settle_deferred
        settle(mail, answer=trouble.answer, at=clock())
        raise
    else:
        return outgoing.settle_sent(mail, at=clock())
    return False


def _composed(mail: OutgoingMail, clock: Clock) -> bytes | None:
    """The mail's bytes, or None when it cannot be put together: then only this mail waits, not its neighbours."""
    try:
        return compose(mail)
    except Exception as error:
        logger.exception("Mail %s (%s) cannot be put together.", mail.pk, mail.template)
        outgoing.settle_failed(mail, answer=f"{type(error).__name__}: {error}", at=clock())
        return None


def compose(mail: OutgoingMail) -> bytes:
    """Everything that the relay gets, from the row alone."""
    return mime.build(mail, rendering.render(mail), attachments.build(mail))
