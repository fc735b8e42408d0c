"""A transfer request from its draft to the day of the transfer: each function is one sentence of the rule book."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from clair_portal import workflow
from clair_portal.accounts.models import User
from clair_portal.directory.actions.history import written
from clair_portal.directory.models import LocalAuthority
from clair_portal.mail import outbox
from clair_portal.workflow.moves import move_all
from clair_portal.workflow.numbers import next_number
from clair_portal.workflow.refusals import refusing
from jet.actions import swaps
from jet.actions.days import in_japan
from jet.models import ContractingOrganisation, Participant, SwapCycle, TransferRequest, TransferWish
from jet.models.transfers import IN_A_CYCLE
from jet.transfer_errors import (
    AskedAlready,
    ExplanationMissing,
    NotWorkingAnywhere,
    SubmittedAlready,
    WhyNot,
    WishMissing,
)
from jet.transferring import telling

State = TransferRequest.State
Wish = tuple[LocalAuthority, ContractingOrganisation | None]  # a prefecture, or one employer in it
TOGETHER = "Another person of the proposal has withdrawn."


@transaction.atomic
def draft(request: TransferRequest, *, wishes: Sequence[Wish], by: User, at: datetime) -> TransferRequest:
    """Write a new draft. Raises NotWorkingAnywhere, and AskedAlready while another request is open."""
    _check_serving(request.participant, at)
    request.number = next_number("TR", year=in_japan(at).year, digits=4)
    request.created_at = at
    with written(by, at), refusing({"transferrequest_one_live": AskedAlready}):
        request.save(force_insert=True)
    _wish(request, wishes)
    workflow.begin(request, by=by, at=at)
    return request


@transaction.atomic
def edit(
    request: TransferRequest, *, changes: Mapping[str, Any], wishes: Sequence[Wish], by: User, at: datetime
) -> TransferRequest:
    """Change a draft. Raises SubmittedAlready, and Outdated if another window was faster."""
    if request.state != State.DRAFT:
        raise SubmittedAlready
    with written(by, at):
        found = TransferRequest.objects.filter(pk=request.pk, version=request.version, state=State.DRAFT)
        if found.update(**changes, version=F("version") + 1) != 1:
            raise workflow.Outdated
    _wish(request, wishes)
    request.refresh_from_db()
    return request


@transaction.atomic
def submit(request: TransferRequest, *, by: User, at: datetime) -> TransferRequest:
    """Headquarters reads it from now on. Raises ExplanationMissing, WishMissing, NotWorkingAnywhere."""
    if not request.explanation.strip():
        raise ExplanationMissing
    if not request.wishes.exists():
        raise WishMissing
    _check_serving(request.participant, at)
    workflow.move(request, to=State.SUBMITTED, by=by, at=at)
    return request


@transaction.atomic
def admit(request: TransferRequest, *, by: User, at: datetime) -> TransferRequest:
    """Headquarters accepts the ground: a place is looked for."""
    return _answered(request, State.ELIGIBLE, by=by, at=at)


@transaction.atomic
def turn_down(request: TransferRequest, *, by: User, at: datetime, reason: str) -> TransferRequest:
    """The ground is not one for a transfer; the participant reads why. Raises WhyNot."""
    return _answered(request, State.NOT_ELIGIBLE, by=by, at=at, reason=_said(reason))


@transaction.atomic
def close(request: TransferRequest, *, by: User, at: datetime, reason: str) -> TransferRequest:
    """No place could be found; the participant reads why. Raises WhyNot."""
    return _answered(request, State.CLOSED, by=by, at=at, reason=_said(reason))


@transaction.atomic
def withdraw(request: TransferRequest, *, by: User, at: datetime) -> TransferRequest:
    """The participant stays after all. A cycle that counted on it is dissolved, and the others are told."""
    if request.state in IN_A_CYCLE:
        for cycle in SwapCycle.objects.live().filter(moves__request=request):
            swaps.dissolve(cycle, by=by, at=at, reason=TOGETHER, without=request)
        request.refresh_from_db()
    workflow.move(request, to=State.WITHDRAWN, by=by, at=at)
    return request


@transaction.atomic
def take_effect(*, at: datetime) -> int:
    """The first day at the new place has come for these; the placements were written when it was approved."""
    due = SwapCycle.objects.filter(state=SwapCycle.State.APPROVED, effective_on__lte=in_japan(at))
    waiting = TransferRequest.objects.filter(state=State.APPROVED, moves__cycle__in=due)
    return len(
        move_all(TransferRequest.objects.filter(pk__in=waiting.values("pk")), to=State.EFFECTIVE, by=None, at=at)
    )


def _check_serving(participant: Participant, at: datetime) -> None:
    is_serving = participant.state == Participant.State.SERVING
    if not is_serving or not participant.placements.on(in_japan(at)).exists():
        raise NotWorkingAnywhere


def _wish(request: TransferRequest, wishes: Sequence[Wish]) -> None:
    """These wishes in this order, and no others."""
    request.wishes.all().delete()
    TransferWish.objects.bulk_create(
        TransferWish(request=request, rank=rank, prefecture=prefecture, employer=employer)
        for rank, (prefecture, employer) in enumerate(wishes, 1)
    )


def _answered(request: TransferRequest, to: str, *, by: User, at: datetime, reason: str = "") -> TransferRequest:
    workflow.move(request, to=to, by=by, at=at, reason=reason)
    outbox.put_all(telling.told([request], to, occurrence=at.isoformat(), reason=reason), at=at)
    return request


def _said(reason: str) -> str:
    if not reason.strip():
        raise WhyNot
    return reason.strip()
