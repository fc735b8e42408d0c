"""The demonstration's next round: proved, with something to do for every party, and written once."""

from collections import Counter

import pytest

from clair_portal.demonstration import allocation, loading
from jet.allocating import sealing
from jet.models import AllocationRun, ArrivalGroup, Participant, PlacementRequest, Preference
from tests.root.demonstration.conftest import NOW

pytestmark = [
    pytest.mark.usefixtures("demonstration"),
    pytest.mark.django_db,
    pytest.mark.xdist_group("demonstration"),
]


def test_a_proved_draft_that_has_something_to_explain() -> None:
    run = AllocationRun.objects.get()
    sealing.check(run)
    assert (run.state, run.proved) == ("draft", True)
    assert len(run.summary["ranks"]) > 1
    assert run.summary["people"] > run.summary["placed"]
    assert any(place.refused for place in run.places.all())
    waiting = Participant.objects.filter(arrival_group=run.arrival_group, state="expected")
    assert Preference.objects.filter(participant__in=waiting).count() == waiting.count() >= allocation.CANDIDATES


def test_each_party_has_something_to_do_and_a_second_load_adds_nothing() -> None:
    loading.load(at=NOW)
    assert AllocationRun.objects.count() == 1
    second = ArrivalGroup.objects.order_by("-arrives_on")[0]
    states = Counter(PlacementRequest.objects.filter(arrival_group=second).values_list("state", flat=True))
    assert states == Counter(map(str, allocation.REACHED))
