"""Where a participant works: a transfer ends one placement and begins the next."""

from datetime import date, datetime, timedelta

import pghistory
from django.db import transaction

from clair_portal.accounts.models import User
from clair_portal.directory.actions.history import written
from clair_portal.workflow import Outdated
from jet.errors import NotOnThatDay, NotServing, NotTakingPart, SameEmployer
from jet.models import ContractingOrganisation, Participant, Placement

DAY = timedelta(days=1)


@transaction.atomic
def transfer(
    placement: Placement, *, to: ContractingOrganisation, on: date, by: User | None, at: datetime, workplace: str = ""
) -> Placement:
    """From `on` the participant works for `to`. Raises Outdated if the placement was ended or moved meanwhile."""
    participant = Participant.objects.select_for_update(of=("self",)).get(pk=placement.participant_id)
    check(placement, participant, to=to, on=on)
    with written(by, at):
        _end(placement, on - DAY)
        new = Placement.objects.create(
            participant=participant, employer=to, workplace=workplace, first_on=on, last_on=placement.last_on
        )
        pghistory.create_event(new, label="entered")
    return new


def check(placement: Placement, participant: Participant, *, to: ContractingOrganisation, on: date) -> None:
    """Raises whatever stands against a transfer to this employer on this day."""
    if participant.state != Participant.State.SERVING:
        raise NotServing
    if to.pk == placement.employer_id:
        raise SameEmployer
    if not _takes_part(to, on):
        raise NotTakingPart
    if not _is_within(placement, on):
        raise NotOnThatDay


def _takes_part(employer: ContractingOrganisation, on: date) -> bool:
    has_joined = employer.joined_on is None or employer.joined_on <= on
    return has_joined and (employer.left_on is None or on <= employer.left_on)


def _is_within(placement: Placement, on: date) -> bool:
    is_inside = placement.first_on < on and (placement.last_on is None or on <= placement.last_on)
    return is_inside and placement.participant.terms.filter(first_on__lte=on, last_on__gte=on).exists()


def _end(placement: Placement, last_on: date) -> None:
    """By compare-and-set; `placement` keeps the days that it had when it was read."""
    unchanged = Placement.objects.filter(
        pk=placement.pk, first_on=placement.first_on, last_on=placement.last_on, employer=placement.employer_id
    )
    if unchanged.update(last_on=last_on) != 1:
        raise Outdated
