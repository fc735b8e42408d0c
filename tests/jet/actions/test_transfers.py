"""A transfer request from its draft to the decision."""

import pytest

from clair_portal import workflow
from clair_portal.mail.models import OutgoingMail
from jet import tasks
from jet.actions import transfers
from jet.models import Placement, TransferRequest
from jet.transfer_errors import AskedAlready, NotWorkingAnywhere, SubmittedAlready, WhyNot, WishMissing
from tests.factories.accounts import UserFactory
from tests.factories.transfers import TransferRequestFactory
from tests.jet import swapping
from tests.jet.swapping import NOW

pytestmark = pytest.mark.django_db
State = TransferRequest.State


@pytest.fixture
def towns(db):
    return swapping.towns()


@pytest.fixture
def by():
    return UserFactory()


def fresh(participant):
    return TransferRequest(participant=participant, ground="health", explanation="The clinic is far away.")


def wish(towns, name="B"):
    return [(towns.town(name).prefecture, towns.town(name))]


def test_a_draft_gets_its_number_and_its_wishes_in_order(towns, by):
    one = towns.asks("Ada", "A", state="closed").participant
    wishes = [*wish(towns), (towns.town("C").prefecture, None)]
    request = transfers.draft(fresh(one), wishes=wishes, by=by, at=NOW)
    assert (request.number, request.state) == ("TR-2026-0001", State.DRAFT)
    assert [(each.rank, each.employer) for each in request.wishes.order_by("rank")] == [(1, towns.town("B")), (2, None)]
    assert list(request.transitions.values_list("to_state", "by")) == [("draft", by.pk)]
    events = TransferRequest.pgh_event_model.objects.filter(pgh_obj=request).select_related("pgh_context")
    assert [event.pgh_context.metadata["by"] for event in events] == [by.pk]


def test_only_one_is_open_at_a_time(towns, by):
    one = towns.asks("Ada", "A").participant
    with pytest.raises(AskedAlready):
        transfers.draft(fresh(one), wishes=[], by=by, at=NOW)


def test_whoever_works_nowhere_cannot_ask_or_submit(towns, by):
    request = towns.asks("Ada", "A", "B", state="draft")
    Placement.objects.update(last_on=NOW.date().replace(day=1))
    with pytest.raises(NotWorkingAnywhere):
        transfers.submit(request, by=by, at=NOW)
    TransferRequest.objects.update(state="closed")
    with pytest.raises(NotWorkingAnywhere):
        transfers.draft(fresh(request.participant), wishes=[], by=by, at=NOW)


def test_a_draft_is_changed_until_it_is_submitted(towns, by):
    request = towns.asks("Ada", "A", "B", state="draft")
    stale = TransferRequest.objects.get()
    transfers.edit(request, changes={"ground": "other"}, wishes=wish(towns, "C"), by=by, at=NOW)
    assert (request.ground, request.wishes.get().employer, request.version) == ("other", towns.town("C"), 2)
    with pytest.raises(workflow.Outdated):
        transfers.edit(stale, changes={"ground": "health"}, wishes=[], by=by, at=NOW)
    transfers.submit(request, by=by, at=NOW)
    with pytest.raises(SubmittedAlready):
        transfers.edit(request, changes={"ground": "health"}, wishes=[], by=by, at=NOW)
    assert TransferRequest.objects.get().ground == "other"


def test_without_a_wish_there_is_nothing_to_look_for(towns, by):
    with pytest.raises(WishMissing):
        transfers.submit(towns.asks("Ada", "A", state="draft"), by=by, at=NOW)


@pytest.mark.parametrize(("action", "state"), [("turn_down", "submitted"), ("close", "eligible")])
def test_a_no_is_explained_to_the_participant(action, state, towns, by):
    request = towns.asks("Ada", "A", "B", state=state)
    with pytest.raises(WhyNot):
        getattr(transfers, action)(request, by=by, at=NOW, reason=" ")
    getattr(transfers, action)(request, by=by, at=NOW, reason=" No place. ")
    assert request.transitions.get().reason == "No place."
    assert OutgoingMail.objects.get().context["reason"] == "No place."


@pytest.mark.parametrize("state", ["approved", "effective", "closed", "not_eligible", "withdrawn"])
def test_what_is_over_is_not_withdrawn(state, by):
    with pytest.raises(workflow.IllegalMove):
        transfers.withdraw(TransferRequestFactory(state=state), by=by, at=NOW)


@pytest.mark.parametrize("state", ["draft", "submitted", "eligible"])
def test_a_withdrawal_needs_no_reason(state, by):
    assert transfers.withdraw(TransferRequestFactory(state=state), by=by, at=NOW).state == State.WITHDRAWN


def test_the_sweep_runs(db):
    assert tasks.sweep_transfers() is None
