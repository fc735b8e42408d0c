"""Planted faults: loaded into the worker instead of a protection, to see that the chaos test notices."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings

from clair_portal.mail.actions import outgoing
from clair_portal.mail.models import OutgoingMail

real_settle, real_give_back = outgoing.settle_sent, outgoing.give_back
unsettled: list[tuple[OutgoingMail, datetime]] = []


def settle_later(mail: OutgoingMail, *, at: datetime) -> bool:
    """One commit per batch instead of one per mail: zulip#20943."""
    unsettled.append((mail, at))
    return True


def give_back_and_settle(mails: Sequence[OutgoingMail]) -> None:
    while unsettled:
        mail, at = unsettled.pop(0)
        real_settle(mail, at=at)
    real_give_back(mails)


def claim_without_lock(rows: Any, *, limit: int, at: datetime) -> list[OutgoingMail]:
    """Look, then take: two workers look at the same moment."""
    return list(rows[:limit])


def settle_without_lease(mail: OutgoingMail, *, at: datetime) -> bool:
    return bool(OutgoingMail.objects.filter(pk=mail.pk).update(state="sent", sent_at=at))


if settings.FAULT == "commit per batch":
    outgoing.settle_sent, outgoing.give_back = settle_later, give_back_and_settle
elif settings.FAULT == "no lease":
    outgoing.claim, outgoing.settle_sent = claim_without_lock, settle_without_lease
