"""What transfers put on the start page."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clair_portal.backoffice.work import Tone, WorkItem
from clair_portal.directory.visibility import reach
from clair_portal.pages.times import day
from jet.models import SwapCycle, TransferConsent, TransferRequest
from jet.policy import TRANSFERS_DECIDE

SHOWN_AT_MOST = 20
State = TransferRequest.State


def cards(user: Any, _at: datetime) -> Iterator[WorkItem]:
    """Proposals that wait for this person's answer; requests and cycles that wait for headquarters."""
    yield from _to_answer(user)
    if reach(user, TRANSFERS_DECIDE).everywhere:
        yield from _to_decide(user)
        yield from _to_approve(user)


def _to_answer(user: Any) -> Iterator[WorkItem]:
    waiting = TransferConsent.objects.visible_to(user).open().for_pages().order_by("cycle__effective_on", "pk")
    for consent in waiting[:SHOWN_AT_MOST]:
        yield WorkItem(
            title=_("Answer for %(employer)s: a transfer is proposed") % {"employer": consent.employer},
            url=reverse("jet:transfer_consent", args=[consent.pk]),
            note=day(consent.cycle.effective_on),
            tag=_("transfer"),
            tone=Tone.WAITING,
        )


def _to_decide(user: Any) -> Iterator[WorkItem]:
    """One row for all that were submitted."""
    submitted = TransferRequest.objects.visible_to(user).filter(state=State.SUBMITTED)
    number = submitted.aggregate(number=Count("pk"))["number"]
    if number:
        title = ngettext(
            "%(number)d transfer request waits for headquarters",
            "%(number)d transfer requests wait for headquarters",
            number,
        )
        yield WorkItem(
            title=title % {"number": number},
            url=f"{reverse('jet:transfers')}?state={State.SUBMITTED}",
            note="",
            tag=_("transfer"),
            tone=Tone.WAITING,
        )


def _to_approve(user: Any) -> Iterator[WorkItem]:
    agreed = SwapCycle.objects.visible_to(user).filter(state=SwapCycle.State.AGREED)
    for cycle in agreed.order_by("effective_on", "pk")[:SHOWN_AT_MOST]:
        yield WorkItem(
            title=_("All employers agree: approve the swap %(number)s") % {"number": cycle.number},
            url=reverse("jet:swap", args=[cycle.number]),
            note=day(cycle.effective_on),
            tag=_("transfer"),
            tone=Tone.WAITING,
        )
