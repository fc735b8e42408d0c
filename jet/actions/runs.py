"""An allocation run from its draft to the day it is made public."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from clair_portal import workflow
from clair_portal.accounts.models import User
from clair_portal.workflow.moves import move_all
from jet.actions import releases
from jet.allocating import sealing
from jet.allocation.problem import RULES
from jet.models import AllocationPlace, AllocationRun, ArrivalGroup, Participant, PlacementRequest
from jet.placement_errors import OvertakenByAnother, SecondPersonNeeded

State = AllocationRun.State
Answer = AllocationPlace.State
NOT_PROPOSED: Mapping[str, None] = {"proposed_by": None, "proposed_at": None}


@dataclass(frozen=True)
class Laid:
    """What a solved and explained allocation leaves to be written down."""

    seed: str
    input_hash: str
    sealed: bytes
    proved: bool
    summary: dict[str, Any]
    placed: Mapping[str, str]
    ranks: Mapping[str, int]
    refused: Mapping[str, Sequence[dict[str, Any]]]


@transaction.atomic
def keep(group: ArrivalGroup, laid: Laid, *, base: AllocationRun | None, by: User, at: datetime) -> AllocationRun:
    """Write a draft; drafts are free, and nobody outside headquarters sees them."""
    run = AllocationRun.objects.create(
        arrival_group=group, base=base, seed=laid.seed, rules=RULES, input_hash=laid.input_hash,
        sealed=laid.sealed, summary=laid.summary, proved=laid.proved, made_by=by, made_at=at,
    )  # fmt: skip
    workflow.begin(run, by=by, at=at)
    AllocationPlace.objects.bulk_create(_places(run, laid))
    return run


def _places(run: AllocationRun, laid: Laid) -> list[AllocationPlace]:
    people = Participant.objects.filter(jet_number__in=laid.refused).values_list("jet_number", "pk")
    requests = dict(PlacementRequest.objects.filter(number__in={*laid.placed.values()}).values_list("number", "pk"))
    return [
        AllocationPlace(
            run=run, participant_id=pk, request_id=requests.get(laid.placed.get(number, "")),
            rank=laid.ranks.get(number), refused=[*laid.refused[number]],
        )
        for number, pk in people.order_by("jet_number")
    ]  # fmt: skip


@transaction.atomic
def propose(run: AllocationRun, *, by: User, at: datetime) -> AllocationRun:
    """Lay the draft before a second person."""
    workflow.move(run, to=State.PROPOSED, by=by, at=at, also={"proposed_by": by, "proposed_at": at})
    return run


@transaction.atomic
def hand_back(run: AllocationRun, *, by: User, at: datetime, reason: str) -> AllocationRun:
    """The second person does not agree, and says why."""
    workflow.move(run, to=State.DRAFT, by=by, at=at, reason=reason, also=NOT_PROPOSED)
    return run


@transaction.atomic
def discard(run: AllocationRun, *, by: User, at: datetime) -> AllocationRun:
    """Nobody needs this draft."""
    workflow.move(run, to=State.DISCARDED, by=by, at=at, also=NOT_PROPOSED)
    return run


@transaction.atomic
def publish(run: AllocationRun, *, by: User, at: datetime) -> AllocationRun:
    """The second person makes it public: everybody in it can see their place, and answer.

    Raises SecondPersonNeeded, VerifierRefuses, and OvertakenByAnother if answers came that the run does not know.
    """
    if run.proposed_by_id == by.pk:
        raise SecondPersonNeeded
    ArrivalGroup.objects.select_for_update().get(pk=run.arrival_group_id)  # one publication of a group at a time
    before = AllocationRun.objects.published(run.arrival_group).select_for_update().first()
    _refuse_the_overtaken(run, before)
    sealing.check(run)
    if before:
        workflow.move(before, to=State.SUPERSEDED, by=by, at=at)
    workflow.move(run, to=State.PUBLISHED, by=by, at=at, also={"published_by": by, "published_at": at})
    move_all(run.places.all(), to=Answer.RELEASED, by=by, at=at)
    if before:
        _carry_over(run, before, by=by, at=at)
    releases.tell(run, at=at)
    return run


def _refuse_the_overtaken(run: AllocationRun, before: AllocationRun | None) -> None:
    """A run stands on the one that is public, and on nobody who has withdrawn from it since."""
    if run.base_id != (before.pk if before else None):
        raise OvertakenByAnother
    if before is None:
        return
    answers = before.places.select_for_update().filter(state=Answer.WITHDRAWN).values_list("participant_id", flat=True)
    if run.places.filter(participant__in=list(answers)).exists():
        raise OvertakenByAnother


def _carry_over(run: AllocationRun, before: AllocationRun, *, by: User, at: datetime) -> None:
    """Who has accepted need not do so again."""
    accepted = before.places.filter(state=Answer.ACCEPTED).values("participant_id")
    move_all(run.places.filter(participant__in=accepted), to=Answer.ACCEPTED, by=by, at=at)
