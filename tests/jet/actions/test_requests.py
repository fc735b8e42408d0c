"""A placement request from its draft to the cut-off."""

import pytest

from clair_portal import workflow
from jet.actions import requests
from jet.models import PlacementRequest
from jet.placement_errors import CountedAnew, DutiesMissing, NothingAccepted, NotWithYou
from tests.factories.accounts import UserFactory
from tests.factories.allocation import PlacementRequestFactory
from tests.factories.directory import BranchFactory, LocalAuthorityFactory
from tests.factories.jet import ArrivalGroupFactory, ContractingOrganisationFactory

pytestmark = pytest.mark.django_db
State = PlacementRequest.State


@pytest.fixture
def by():
    return UserFactory()


def fresh(employer, **facts):
    group = ArrivalGroupFactory()
    return PlacementRequest(employer=employer, arrival_group=group, position="alt", duties="Teaching.", **facts)


def test_a_draft_gets_its_number_and_the_branch_of_its_prefecture(by, now):
    branch = BranchFactory()
    town = LocalAuthorityFactory(prefecture=branch.authority)
    employer = ContractingOrganisationFactory(organisation=town.organisation, prefecture=branch.authority)
    first, second = (requests.draft(fresh(employer), by=by, at=now) for _number in range(2))
    assert [first.number, second.number] == ["PR-2026-0001", "PR-2026-0002"]
    assert first.branch == branch.organisation
    assert list(first.transitions.values_list("from_state", "to_state", "by")) == [("", "draft", by.pk)]


def test_a_school_corporation_asks_through_its_prefecture(by, now):
    branch = BranchFactory()
    employer = ContractingOrganisationFactory(prefecture=branch.authority, kind="schools")
    assert requests.draft(fresh(employer), by=by, at=now).branch == branch.organisation


def test_where_there_is_no_branch_the_request_goes_straight_to_headquarters(by, now):
    request = requests.draft(fresh(ContractingOrganisationFactory()), by=by, at=now)
    assert request.branch is None
    assert requests.send(request, by=by, at=now).state == State.ENDORSED


def test_the_whole_way(by, now):
    branch = BranchFactory()
    request = requests.draft(fresh(ContractingOrganisationFactory(prefecture=branch.authority)), by=by, at=now)
    assert requests.send(request, by=by, at=now).state == State.SENT
    assert requests.endorse(request, by=by, at=now).state == State.ENDORSED
    assert requests.accept(request, by=by, at=now).state == State.ACCEPTED
    assert requests.freeze(request.arrival_group, by=by, at=now) == [request]
    request.refresh_from_db()
    assert request.state == State.FROZEN
    assert request.transitions.count() == 5


def test_nothing_is_sent_without_duties(by, now):
    request = PlacementRequestFactory(duties=" ")
    with pytest.raises(DutiesMissing):
        requests.send(request, by=by, at=now)
    assert PlacementRequest.objects.get().state == State.DRAFT


def test_a_draft_is_changed_and_follows_its_employer(by, now):
    branch = BranchFactory()
    employer = ContractingOrganisationFactory(prefecture=branch.authority)
    request = PlacementRequestFactory()
    requests.edit(request, changes={"posts": 3, "employer": employer}, by=by, at=now)
    assert (request.posts, request.branch, request.version) == (3, branch.organisation, 2)


def test_what_was_sent_is_not_changed(by, now):
    with pytest.raises(NotWithYou):
        requests.edit(PlacementRequestFactory(state="sent"), changes={"posts": 3}, by=by, at=now)


def test_the_slower_of_two_loses_politely(by, now):
    request = PlacementRequestFactory()
    twin = PlacementRequest.objects.get()
    requests.edit(request, changes={"posts": 3}, by=by, at=now)
    with pytest.raises(workflow.Outdated):
        requests.edit(twin, changes={"posts": 9}, by=by, at=now)
    assert PlacementRequest.objects.get().posts == 3


def test_a_draft_sent_in_another_window_is_not_changed(by, now):
    request = PlacementRequestFactory()
    twin = PlacementRequest.objects.get()
    requests.send(request, by=by, at=now)
    with pytest.raises(workflow.Outdated):
        requests.edit(twin, changes={"posts": 9}, by=by, at=now)


@pytest.mark.parametrize(
    ("state", "action", "ends"),
    [("sent", "hand_back", "draft"), ("endorsed", "decline", "declined"), ("accepted", "decline", "declined"),
     ("draft", "withdraw", "withdrawn"), ("accepted", "withdraw", "withdrawn")],
)  # fmt: skip
def test_the_ways_off_the_road_keep_the_reason(state, action, ends, by, now):
    request = PlacementRequestFactory(state=state)
    getattr(requests, action)(request, by=by, at=now, reason="No post after all.")
    assert (request.state, request.transitions.get().reason) == (ends, "No post after all.")


@pytest.mark.parametrize("action", ["decline", "withdraw", "hand_back"])
def test_what_is_frozen_stays(action, by, now):
    request = PlacementRequestFactory(state="frozen")
    with pytest.raises(workflow.IllegalMove):
        getattr(requests, action)(request, by=by, at=now, reason="Too late.")


def test_the_cut_off_takes_what_was_accepted_for_this_group_only(by, now):
    group = ArrivalGroupFactory()
    taken = PlacementRequestFactory(state="accepted", arrival_group=group)
    for state in ("draft", "sent", "endorsed", "declined"):
        PlacementRequestFactory(state=state, arrival_group=group)
    PlacementRequestFactory(state="accepted", arrival_group=ArrivalGroupFactory(code="B"))
    assert requests.freeze(group, by=by, at=now) == [taken]
    assert list(PlacementRequest.objects.filter(state="frozen")) == [taken]


def test_a_cut_off_freezes_as_many_as_were_seen(by, now):
    group = ArrivalGroupFactory()
    taken = PlacementRequestFactory(state="accepted", arrival_group=group)
    for seen in (0, 2):
        with pytest.raises(CountedAnew):
            requests.freeze(group, by=by, at=now, seen=seen)
    assert PlacementRequest.objects.get().state == State.ACCEPTED
    assert requests.freeze(group, by=by, at=now, seen=1) == [taken]


def test_a_cut_off_of_nothing_is_refused(by, now):
    with pytest.raises(NothingAccepted):
        requests.freeze(ArrivalGroupFactory(), by=by, at=now)
