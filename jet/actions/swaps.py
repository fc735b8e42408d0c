"""A swap cycle from the proposal to the placements: all of its people move on one day, or none of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from clair_portal import workflow
from clair_portal.accounts.models import User
from clair_portal.mail import outbox
from clair_portal.workflow import DomainError, Outdated
from clair_portal.workflow.moves import move_all
from clair_portal.workflow.numbers import next_number
from clair_portal.workflow.refusals import refusing
from jet.actions import placements
from jet.actions.days import in_japan
from jet.models import (
    ContractingOrganisation,
    Placement,
    PlacementRequest,
    SwapCycle,
    SwapMove,
    TransferConsent,
    TransferRequest,
    TransferWish,
)
from jet.models.transfers import TransferRequestQuerySet
from jet.transfer_errors import CannotMove, DayIsOver, NotAsked, NotTakenOver, NotWished, PostTaken, WhyNot
from jet.transferring import telling
from jet.transferring.posts import open_posts

State, Asked = SwapCycle.State, TransferRequest.State
Answer = TransferConsent.Answer


@dataclass(frozen=True, slots=True)
class Step:
    """One person of a proposal: whom the request is of, which employer is left, which one is joined."""

    request: TransferRequest
    leaves: ContractingOrganisation
    joins: ContractingOrganisation
    rank: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """People who would move together; the first takes the free post, if there is one, else the last one's place."""

    steps: tuple[Step, ...]
    vacancy: PlacementRequest | None
    fingerprint: str


@transaction.atomic
def propose(proposal: Proposal, *, effective_on: date, by: User, at: datetime) -> SwapCycle:
    """Ask every employer concerned. Nobody is sent where they did not wish to go, and nobody is left without a place.

    Raises DayIsOver, NotWished, NotTakenOver, PostTaken, CannotMove; Outdated if one of the requests has moved on.
    """
    _check(proposal, effective_on, at)
    for step in sorted(proposal.steps, key=lambda step: step.request.pk):
        workflow.move(step.request, to=Asked.MATCHED, by=by, at=at)
    cycle = SwapCycle(
        number=next_number("SC", year=in_japan(at).year, digits=4), effective_on=effective_on,
        vacancy=proposal.vacancy, fingerprint=proposal.fingerprint, proposed_by=by, proposed_at=at,
    )  # fmt: skip
    with refusing({"swapcycle_live_once": Outdated}):
        cycle.save(force_insert=True)
    workflow.begin(cycle, by=by, at=at)
    _write(cycle, proposal)
    outbox.put_all(telling.asked(cycle), at=at)
    outbox.put_all(telling.told(_people(cycle), Asked.MATCHED, occurrence=cycle.number), at=at)
    return cycle


@transaction.atomic
def answer(consent: TransferConsent, *, agrees: bool, by: User, at: datetime, reason: str = "") -> TransferConsent:
    """One employer says yes or no, once. With the last yes all agree; one no dissolves the cycle.

    Raises NotAsked once the cycle has gone on, WhyNot for a no without reason, Outdated if it was answered already.
    """
    cycle = SwapCycle.objects.select_for_update(of=("self",)).get(pk=consent.cycle_id)
    if cycle.state != State.ASKED:
        raise NotAsked
    if not agrees and not reason.strip():
        raise WhyNot
    given = {"answer": Answer.YES if agrees else Answer.NO, "by": by, "at": at, "reason": reason.strip()}
    if TransferConsent.objects.filter(pk=consent.pk, answer="").update(**given) != 1:
        raise Outdated
    consent.refresh_from_db()
    if not agrees:
        dissolve(cycle, by=by, at=at, reason=reason.strip())
    elif not cycle.consents.filter(answer="").exists():
        _agree(cycle, by=by, at=at)
    return consent


@transaction.atomic
def dissolve(
    cycle: SwapCycle, *, by: User, at: datetime, reason: str, without: TransferRequest | None = None
) -> SwapCycle:
    """It does not come about: a place is looked for again for each of its people, and everybody is told.

    `without` is the request whose withdrawal is the cause: its own participant knows. Raises WhyNot.
    """
    if not reason.strip():
        raise WhyNot
    workflow.move(cycle, to=State.DISSOLVED, by=by, at=at, reason=reason)
    freed = move_all(_requests(cycle), to=Asked.ELIGIBLE, by=by, at=at)
    others = [request for request in _people(cycle) if request in freed and request != without]
    outbox.put_all(telling.told(others, telling.AGAIN, occurrence=cycle.number), at=at)
    outbox.put_all(telling.ended(cycle), at=at)
    return cycle


@transaction.atomic
def approve(cycle: SwapCycle, *, by: User, at: datetime) -> SwapCycle:
    """Headquarters approves: every old placement ends the day before, every new one begins, or nothing is written."""
    workflow.move(cycle, to=State.APPROVED, by=by, at=at)
    moves = list(cycle.moves.for_pages().order_by("request__participant"))
    if len(move_all(_requests(cycle), to=Asked.APPROVED, by=by, at=at)) != len(moves):
        raise Outdated
    for move in moves:
        _transfer(move, cycle, by=by, at=at)
    outbox.put_all(telling.told(_people(cycle), Asked.APPROVED, occurrence=cycle.number), at=at)
    outbox.put_all(telling.ended(cycle), at=at)
    return cycle


def _check(proposal: Proposal, effective_on: date, at: datetime) -> None:
    if effective_on <= in_japan(at):
        raise DayIsOver
    _check_places(proposal)
    if proposal.vacancy is not None and proposal.vacancy not in open_posts(at):
        raise PostTaken
    for step in proposal.steps:
        wishes = TransferWish.objects.filter(request=step.request)
        if not any(wish.is_met_by(step.joins) for wish in wishes):
            raise NotWished
        _check_possible(step, effective_on)


def _check_places(proposal: Proposal) -> None:
    """Everybody joins where the one before leaves; the first takes the free post, else the last one's place."""
    left = [step.leaves.pk for step in proposal.steps]
    first = proposal.vacancy.employer_id if proposal.vacancy else left[-1]
    positions = {step.request.participant.position for step in proposal.steps}
    if proposal.vacancy is not None:
        positions.add(proposal.vacancy.position)
    if [step.joins.pk for step in proposal.steps] != [first, *left[:-1]] or len(positions) != 1:
        raise NotTakenOver


def _check_possible(step: Step, on: date) -> None:
    """Raises CannotMove with what the rules of placements say: better now than after everybody has agreed."""
    participant = step.request.participant
    placement = _placement(step.request, step.leaves, on)
    try:
        placements.check(placement, participant, to=step.joins, on=on)
    except DomainError as error:
        raise CannotMove(str(participant), str(error)) from error


def _placement(request: TransferRequest, leaves: ContractingOrganisation, on: date) -> Placement:
    found: Placement | None = request.participant.placements.on(on).filter(employer=leaves).first()
    if found is None:
        raise CannotMove(str(request.participant), str(Outdated.message))
    return found


def _write(cycle: SwapCycle, proposal: Proposal) -> None:
    SwapMove.objects.bulk_create(
        SwapMove(cycle=cycle, request=step.request, place=place, leaves=step.leaves, joins=step.joins, rank=step.rank)
        for place, step in enumerate(proposal.steps, 1)
    )
    concerned = sorted({employer.pk for step in proposal.steps for employer in (step.leaves, step.joins)})
    TransferConsent.objects.bulk_create(TransferConsent(cycle=cycle, employer_id=pk) for pk in concerned)


def _agree(cycle: SwapCycle, *, by: User, at: datetime) -> None:
    workflow.move(cycle, to=State.AGREED, by=by, at=at)
    move_all(_requests(cycle), to=Asked.AGREED, by=by, at=at)


def _transfer(move: SwapMove, cycle: SwapCycle, *, by: User, at: datetime) -> None:
    placement = _placement(move.request, move.leaves, cycle.effective_on)
    try:
        placements.transfer(placement, to=move.joins, on=cycle.effective_on, by=by, at=at)
    except DomainError as error:
        raise CannotMove(str(move.request.participant), str(error)) from error


def _requests(cycle: SwapCycle) -> TransferRequestQuerySet:
    return TransferRequest.objects.filter(pk__in=cycle.moves.values("request"))


def _people(cycle: SwapCycle) -> Sequence[TransferRequest]:
    return list(TransferRequest.objects.filter(moves__cycle=cycle).select_related("participant__person").order_by("pk"))
