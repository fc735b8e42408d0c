"""Decisions by hand that the runs to come must keep."""

from datetime import datetime

from django.db import transaction

from clair_portal.accounts.models import User
from clair_portal.directory.actions.history import written
from clair_portal.workflow.refusals import refusing
from jet.models import Pin
from jet.placement_errors import DecidedAlready, PairImpossible

TWICE = {"pin_pair_once": DecidedAlready, "pin_one_place_per_person": DecidedAlready}


@transaction.atomic
def decide(pin: Pin, *, by: User, at: datetime) -> Pin:
    """Settle or forbid a pair, with the reason. Raises PairImpossible, DecidedAlready."""
    person, request = pin.participant, pin.request
    if (person.arrival_group_id, person.position) != (request.arrival_group_id, request.position):
        raise PairImpossible
    pin.by, pin.at = by, at
    with refusing(TWICE):
        pin.save(force_insert=True)
    return pin


@transaction.atomic
def lift(pin: Pin, *, by: User, at: datetime) -> None:
    """The decision holds no more; runs that were made with it keep it in their sealed input."""
    with written(by, at):
        pin.delete()
