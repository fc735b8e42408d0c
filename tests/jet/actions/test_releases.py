"""Answers to a place, while it is the current one."""

import pytest

from clair_portal import workflow
from jet.actions import releases
from jet.placement_errors import NoPlaceToAccept, NotReleased
from tests.factories.accounts import UserFactory
from tests.factories.allocation import AllocationPlaceFactory

pytestmark = pytest.mark.django_db


def place(run="published", **facts):
    return AllocationPlaceFactory(run__state=run, **{"state": "released", **facts})


def test_a_place_is_accepted(now):
    found, by = place(), UserFactory()
    releases.accept(found, by=by, at=now)
    found.refresh_from_db()
    assert found.state == "accepted"
    assert found.transitions.get().by == by


def test_a_place_is_given_back_before_and_after_it_was_accepted(now):
    for state in ("released", "accepted"):
        found = place(state=state)
        releases.withdraw(found, by=UserFactory(), at=now, reason="Another job.")
        assert (found.state, found.transitions.get().reason) == ("withdrawn", "Another job.")
        found.run.delete()


def test_what_was_given_back_is_gone(now):
    with pytest.raises(workflow.IllegalMove):
        releases.accept(place(state="withdrawn"), by=UserFactory(), at=now)


@pytest.mark.parametrize("run", ["draft", "proposed", "superseded", "discarded"])
def test_only_the_current_run_is_answered(run, now):
    with pytest.raises(NotReleased):
        releases.accept(place(run), by=UserFactory(), at=now)
    with pytest.raises(NotReleased):
        releases.withdraw(place(run), by=UserFactory(), at=now)


def test_without_a_place_nothing_is_accepted(now):
    with pytest.raises(NoPlaceToAccept):
        releases.accept(place(request=None), by=UserFactory(), at=now)
