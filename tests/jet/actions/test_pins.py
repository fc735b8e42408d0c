"""Decisions by hand: of one group and position, once for each person."""

import pytest

from jet.actions import pins
from jet.models import Pin
from jet.placement_errors import DecidedAlready, PairImpossible
from tests.factories.accounts import UserFactory
from tests.factories.allocation import PinFactory, PlacementRequestFactory
from tests.factories.jet import ArrivalGroupFactory, ParticipantFactory

pytestmark = pytest.mark.django_db


def decision(**facts):
    return PinFactory.build(
        **{"participant": ParticipantFactory(), "request": PlacementRequestFactory(), "by": None, "at": None, **facts}
    )


def test_a_pair_is_settled_with_its_reason(now):
    by = UserFactory()
    pins.decide(decision(), by=by, at=now)
    assert list(Pin.objects.values_list("reason", "by", "at")) == [("A doctor is near.", by.pk, now)]


def test_a_person_is_pinned_once(now):
    first = pins.decide(decision(), by=UserFactory(), at=now)
    with pytest.raises(DecidedAlready):
        pins.decide(decision(participant=first.participant), by=UserFactory(), at=now)
    assert Pin.objects.count() == 1


def test_a_person_is_kept_from_several_places(now):
    first = pins.decide(decision(kind="ban"), by=UserFactory(), at=now)
    pins.decide(decision(kind="ban", participant=first.participant), by=UserFactory(), at=now)
    assert Pin.objects.count() == 2


def test_group_and_position_must_fit(now):
    for wrong in (PlacementRequestFactory(position="cir"),
                  PlacementRequestFactory(arrival_group=ArrivalGroupFactory(code="B"))):  # fmt: skip
        with pytest.raises(PairImpossible):
            pins.decide(decision(request=wrong), by=UserFactory(), at=now)


def test_a_decision_is_lifted(now):
    by = UserFactory()
    pins.lift(pins.decide(decision(), by=UserFactory(), at=now), by=by, at=now)
    assert not Pin.objects.exists()
    [row] = Pin.pgh_event_model.objects.select_related("pgh_context")
    assert (row.pgh_label, row.reason, row.pgh_context.metadata["by"]) == ("delete", decision().reason, by.pk)
