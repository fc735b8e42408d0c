"""A placement request from its draft to the cut-off: each function is one sentence of the rule book."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from clair_portal import workflow
from clair_portal.accounts.models import User
from clair_portal.directory.actions.history import written
from clair_portal.directory.models import Branch, LocalAuthority, Organisation
from clair_portal.mail import outbox
from clair_portal.workflow.moves import move_all
from clair_portal.workflow.numbers import next_number
from jet.emails import requests as emails
from jet.models import ArrivalGroup, ContractingOrganisation, PlacementRequest
from jet.placement_errors import CountedAnew, DutiesMissing, NothingAccepted, NotWithYou

State = PlacementRequest.State


@transaction.atomic
def draft(request: PlacementRequest, *, by: User, at: datetime) -> PlacementRequest:
    """Write a new draft for `request.employer`: it gets its number and its branch.

    Raises KeptAlready if a draft with this `uuid` is there: the same form came twice.
    """
    request.number = next_number("PR", year=request.arrival_group.year, digits=4)  # holds the twin of this form back
    if PlacementRequest.objects.filter(uuid=request.uuid).exists():
        raise workflow.KeptAlready
    request.asked_by, request.created_at = by, at
    request.branch = _branch_of(request.employer, at.date())
    with written(by, at):
        request.save(force_insert=True)
    workflow.begin(request, by=by, at=at)
    return request


@transaction.atomic
def edit(request: PlacementRequest, *, changes: Mapping[str, Any], by: User, at: datetime) -> PlacementRequest:
    """Change a draft. Raises NotWithYou once it was sent, Outdated if somebody was faster."""
    if request.state != State.DRAFT:
        raise NotWithYou
    facts = dict(changes)
    if "employer" in facts:
        facts["branch"] = _branch_of(facts["employer"], at.date())
    with written(by, at):
        found = PlacementRequest.objects.filter(pk=request.pk, version=request.version, state=State.DRAFT)
        if found.update(**facts, version=F("version") + 1) != 1:
            raise workflow.Outdated
    request.refresh_from_db()
    return request


@transaction.atomic
def send(request: PlacementRequest, *, by: User, at: datetime) -> PlacementRequest:
    """To the branch, which is told; straight on to headquarters where there is none. Raises DutiesMissing."""
    if not request.duties.strip():
        raise DutiesMissing
    workflow.move(request, to=State.SENT, by=by, at=at)
    if request.branch_id is None:
        workflow.move(request, to=State.ENDORSED, by=by, at=at)
    sent = (emails.request_sent(request, to=user, occurrence=at.isoformat()) for user in _branch_people(request))
    outbox.put_all(sent, at=at)
    return request


@transaction.atomic
def hand_back(request: PlacementRequest, *, by: User, at: datetime, reason: str) -> PlacementRequest:
    """The branch asks the authority to change something."""
    return _answered(request, State.DRAFT, by=by, at=at, reason=reason)


@transaction.atomic
def endorse(request: PlacementRequest, *, by: User, at: datetime) -> PlacementRequest:
    """The branch passes the request on to headquarters."""
    return _moved(request, State.ENDORSED, by=by, at=at)


@transaction.atomic
def accept(request: PlacementRequest, *, by: User, at: datetime) -> PlacementRequest:
    """Headquarters takes the request into the year's plan."""
    return _answered(request, State.ACCEPTED, by=by, at=at)


@transaction.atomic
def decline(request: PlacementRequest, *, by: User, at: datetime, reason: str) -> PlacementRequest:
    """Headquarters cannot meet the request, and says why."""
    return _answered(request, State.DECLINED, by=by, at=at, reason=reason)


@transaction.atomic
def withdraw(request: PlacementRequest, *, by: User, at: datetime, reason: str) -> PlacementRequest:
    """The authority needs nobody after all."""
    return _moved(request, State.WITHDRAWN, by=by, at=at, reason=reason)


@transaction.atomic
def freeze(group: ArrivalGroup, *, by: User, at: datetime, seen: int | None = None) -> list[PlacementRequest]:
    """The cut-off: every accepted request of the group stands as it is; an allocation is made of these alone.

    Raises NothingAccepted; CountedAnew if there are not as many as were `seen` by whoever confirmed it.
    """
    found: list[PlacementRequest] = move_all(
        PlacementRequest.objects.filter(arrival_group=group), to=State.FROZEN, by=by, at=at
    )
    if not found:
        raise NothingAccepted
    if seen is not None and seen != len(found):
        raise CountedAnew
    return found


def _moved(request: PlacementRequest, to: str, *, by: User, at: datetime, reason: str = "") -> PlacementRequest:
    workflow.move(request, to=to, by=by, at=at, reason=reason)
    return request


def _answered(request: PlacementRequest, to: str, *, by: User, at: datetime, reason: str = "") -> PlacementRequest:
    """Move the request, and tell whoever asked."""
    workflow.move(request, to=to, by=by, at=at, reason=reason)
    if request.asked_by.is_active:
        outbox.put(emails.request_answered(request, reason=reason, occurrence=at.isoformat()), at=at)
    return request


def _branch_people(request: PlacementRequest) -> list[User]:
    """The accounts that speak for the branch of the request."""
    if request.branch_id is None:
        return []
    holders = User.objects.filter(role_assignments__role="branch", role_assignments__organisation_id=request.branch_id)
    return list(holders.filter(is_active=True).order_by("pk").distinct())


def _branch_of(employer: ContractingOrganisation, day: date) -> Organisation | None:
    """That of the authority itself, else of the prefecture; a school corporation's is its prefecture's."""
    own = LocalAuthority.objects.filter(organisation_id=employer.organisation_id).first()
    try:
        return Branch.objects.responsible_for(own or employer.prefecture, day).organisation
    except Branch.DoesNotExist:
        return None
