"""What placement requests and answers put on the start page, and for whom."""

import pytest

from clair_portal.backoffice.work import Figure, WorkItem
from jet import work
from tests.factories.accounts import UserFactory
from tests.factories.allocation import AllocationPlaceFactory, AllocationRunFactory
from tests.factories.circumstances import CircumstanceFactory, CircumstanceVoteFactory
from tests.factories.jet import ArrivalGroupFactory
from tests.jet.views import asking

pytestmark = pytest.mark.django_db


@pytest.fixture
def parties(db):
    return asking.parties()


@pytest.fixture
def seen(now):
    def found(user):
        return list(work.cards(user, now))

    return found


def rows(found):
    return [(row.title, row.note) for row in found if isinstance(row, WorkItem)]


def figures(found):
    return {str(one.label): one.number for one in found if isinstance(one, Figure)}


def test_the_branch_sees_what_it_passes_on(parties, seen):
    asked = parties.request(state="sent")
    parties.request(state="endorsed")
    parties.request(state="sent", branch=parties.employer.organisation)
    found = seen(parties.endorses)
    assert rows(found) == [("Pass on the placement request of Example City", f"{asked.number}, 2027 A")]
    assert found[0].url == f"/jet/requests/{asked.number}/"


def test_headquarters_sees_one_row_for_each_group(parties, seen):
    for _number in range(2):
        parties.request(state="endorsed")
    parties.request(state="endorsed", arrival_group=ArrivalGroupFactory(year=2028))
    parties.request(state="sent")
    found = seen(parties.accepts)
    assert rows(found) == [
        ("2 placement requests wait for headquarters", "2027 A"),
        ("1 placement request waits for headquarters", "2028 A"),
    ]
    assert found[0].url == f"/jet/requests/?state=endorsed&arrival_group={parties.group.pk}"


def test_nobody_else_sees_anything(parties, seen):
    parties.request(state="sent")
    parties.request(state="endorsed")
    AllocationPlaceFactory(run__state="published", state="withdrawn")
    assert [seen(user) for user in (parties.asks, UserFactory())] == [[], []]


class TestAnswers:
    def test_they_are_counted_for_the_runs_that_hold(self, parties, seen):
        run = AllocationRunFactory(state="published", arrival_group=parties.group)
        for state in ("released", "released", "accepted"):
            AllocationPlaceFactory(run=run, state=state)
        AllocationPlaceFactory(run=run, state="released", request=None)
        AllocationPlaceFactory(run__state="superseded", state="accepted")
        assert figures(seen(parties.accepts)) == {"places not answered yet": 2, "places accepted": 1}

    def test_a_place_given_back_waits_for_a_new_run(self, parties, seen):
        place = AllocationPlaceFactory(run__state="published", run__arrival_group=parties.group, state="withdrawn")
        told = [("1 place was given back: run the allocation again", "2027 A")]
        assert rows(seen(parties.accepts)) == told
        ignorant = AllocationRunFactory(base=place.run, arrival_group=parties.group)
        AllocationPlaceFactory(run=ignorant, participant=place.participant)
        assert rows(seen(parties.accepts)) == told
        gone = AllocationRunFactory(base=place.run, arrival_group=parties.group, state="discarded")
        assert rows(seen(parties.accepts)) == told
        AllocationRunFactory(base=place.run, arrival_group=parties.group)
        assert rows(seen(parties.accepts)) == []
        assert gone.places.count() == 0

    def test_what_was_given_back_in_an_earlier_run_is_settled(self, parties, seen):
        AllocationPlaceFactory(run__state="superseded", state="withdrawn")
        assert rows(seen(parties.accepts)) == []


class TestThePanel:
    def test_the_card_counts_what_waits_for_this_member_and_names_nobody(self, parties, seen):
        asked = CircumstanceFactory(told="zqtold")
        answered = CircumstanceFactory(state="panel")
        CircumstanceVoteFactory(circumstance=answered, by=parties.accepts)
        found = seen(parties.accepts)
        assert rows(found) == [("1 request for special circumstances waits for you", "Two members decide on each.")]
        assert found[0].url == "/jet/circumstances/?mine=on"
        assert asked.participant.person.family not in str(found)

    def test_nobody_else_has_one(self, parties, seen):
        CircumstanceFactory()
        assert [seen(user) for user in (parties.asks, parties.endorses, UserFactory())] == [[], [], []]
