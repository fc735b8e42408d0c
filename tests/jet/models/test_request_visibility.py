"""A request is read by its parties once it was sent; before that it is its writers' own, also when they drop it."""

import pytest

from jet.actions import requests
from jet.models import PlacementRequest
from tests.factories.accounts import RoleAssignmentFactory
from tests.factories.directory import BranchFactory
from tests.factories.jet import ArrivalGroupFactory, ContractingOrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(now):
    employer, group = ContractingOrganisationFactory(), ArrivalGroupFactory()
    asked = PlacementRequest(employer=employer, arrival_group=group, duties="Teaching at two schools.")
    BranchFactory(authority=asked.employer.prefecture)
    return requests.draft(asked, by=RoleAssignmentFactory(role="authority").user, at=now)


@pytest.fixture
def readers(draft):
    scoped = {"authority": draft.employer.organisation, "branch": draft.branch, "hq": None}
    return {
        role: RoleAssignmentFactory(role=role, organisation=organisation).user for role, organisation in scoped.items()
    }


def seen_by(readers, draft):
    mine = PlacementRequest.objects.filter(pk=draft.pk)
    return {role for role, user in readers.items() if mine.visible_to(user).exists()}


def test_a_draft_is_its_writers_own(readers, draft):
    assert seen_by(readers, draft) == {"authority"}


def test_what_was_sent_is_read_by_all_three(readers, draft, now):
    requests.send(draft, by=readers["authority"], at=now)
    assert seen_by(readers, draft) == {"authority", "branch", "hq"}


def test_a_draft_that_was_dropped_was_never_sent(readers, draft, now):
    requests.withdraw(draft, by=readers["authority"], at=now, reason="No post after all.")
    assert seen_by(readers, draft) == {"authority"}


def test_what_was_sent_and_taken_back_stays_readable(readers, draft, now):
    requests.send(draft, by=readers["authority"], at=now)
    requests.withdraw(draft, by=readers["authority"], at=now, reason="No post after all.")
    assert seen_by(readers, draft) == {"authority", "branch", "hq"}


def test_strangers_see_none_of_it(draft, now):
    requests.send(draft, by=RoleAssignmentFactory(role="hq").user, at=now)
    elsewhere = {role: RoleAssignmentFactory(role=role).user for role in ("authority", "branch", "alumnus")}
    assert seen_by(elsewhere, draft) == set()
