"""The page of one's own place: what it tells, the answers to it, and what nobody else reads."""

import pytest

from clair_portal.accounts.models import User
from jet import refused
from jet.actions import releases, runs
from jet.allocation.explanation import Why
from jet.models import AllocationPlace, AllocationRun
from tests.factories.accounts import RoleAssignmentFactory, UserFactory
from tests.factories.allocation import AllocationPlaceFactory, PlacementRequestFactory
from tests.jet import rounds

pytestmark = pytest.mark.django_db
PLACE, ACCEPT, WITHDRAW = "/jet/place/", "/jet/place/accept/", "/jet/place/withdraw/"
REASON = "Another job."


@pytest.fixture
def enter(client, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en-gb"

    def signed_in(participant):
        user = User.objects.filter(person=participant.person).first() or UserFactory(person=participant.person)
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def place(db):
    return AllocationPlaceFactory(run__state="published", state="released")


@pytest.fixture
def own(enter, place):
    return enter(place.participant)


def text(response):
    return response.content.decode()


def state_of(place):
    return AllocationPlace.objects.get(pk=place.pk).state


class TestTold:
    def test_the_place_and_its_duties_are_told(self, own, place):
        shown = text(own.get(PLACE))
        assert str(place.request.employer) in shown
        assert place.request.duties in shown
        assert str(place.request.employer.prefecture.organisation) in shown
        assert ACCEPT in shown
        assert WITHDRAW in shown

    @pytest.mark.parametrize("run", ["draft", "proposed"])
    def test_what_is_only_planned_is_not_told(self, run, enter):
        planned = AllocationPlaceFactory(run__state=run, state="planned")
        shown = text(enter(planned.participant).get(PLACE))
        assert "There is no place for you here yet." in shown
        assert str(planned.request.employer) not in shown

    def test_without_a_place_that_is_said_too(self, enter):
        empty = AllocationPlaceFactory(run__state="published", state="released", request=None)
        shown = text(enter(empty.participant).get(PLACE))
        assert "No place could be found for you yet" in shown
        assert ACCEPT not in shown

    def test_the_answer_to_an_overtaken_run_is_only_read(self, enter):
        old = AllocationPlaceFactory(run__state="superseded", state="withdrawn")
        shown = text(enter(old.participant).get(PLACE))
        assert "You have given this place back." in shown
        assert WITHDRAW not in shown

    def test_nothing_of_others_is_shown(self, own, place):
        other = AllocationPlaceFactory(run=place.run, state="released", participant__passport_name="ZQOTHER")
        shown = text(own.get(PLACE))
        assert "ZQOTHER" not in shown
        assert str(other.request.employer) not in shown
        assert other.participant.person.family not in shown

    def test_only_participants_find_the_page(self, client):
        assert client.get(PLACE).status_code == 302
        for user in (UserFactory(), UserFactory(person=None), RoleAssignmentFactory(role="hq").user):
            client.force_login(user)
            assert [client.get(each).status_code for each in (PLACE, ACCEPT, WITHDRAW)] == [404] * 3


class TestAnswers:
    def test_accepting_is_asked_once_more(self, own, place):
        assert f'name="seen" value="{place.pk}"' in text(own.get(ACCEPT))
        for _click in range(2):
            assert own.post(ACCEPT, {"seen": place.pk})["Location"] == PLACE
        assert state_of(place) == "accepted"
        assert place.transitions.count() == 1
        assert "You have accepted this place." in text(own.get(PLACE))

    def test_giving_back_needs_a_reason(self, own, place):
        assert own.get(WITHDRAW).status_code == 200
        assert own.post(WITHDRAW, {"seen": place.pk, "reason": ""}).status_code == 422
        for _click in range(2):
            assert own.post(WITHDRAW, {"seen": place.pk, "reason": REASON})["Location"] == PLACE
        assert (state_of(place), place.transitions.get().reason) == ("withdrawn", REASON)

    def test_what_was_accepted_may_still_be_given_back(self, enter):
        accepted = AllocationPlaceFactory(run__state="published", state="accepted")
        enter(accepted.participant).post(WITHDRAW, {"seen": accepted.pk, "reason": REASON})
        assert state_of(accepted) == "withdrawn"

    @pytest.mark.parametrize("seen", ["", "x", "0"])
    def test_the_answer_is_to_the_place_on_the_page(self, seen, own, place):
        response = own.post(ACCEPT, {"seen": seen})
        assert response.status_code == 409
        assert "This place is no longer the current one." in text(response)
        assert own.post(WITHDRAW, {"seen": seen, "reason": REASON}).status_code == 422
        assert state_of(place) == "released"

    def test_an_answer_to_the_run_before_does_not_hit_the_new_one(self, own, place):
        AllocationRun.objects.filter(pk=place.run_id).update(state="superseded")
        newer = AllocationPlaceFactory(
            run__arrival_group=place.run.arrival_group, run__state="published", participant=place.participant,
            state="released",
        )  # fmt: skip
        assert own.post(ACCEPT, {"seen": place.pk}).status_code == 409
        assert (state_of(place), state_of(newer)) == ("released", "released")

    @pytest.mark.parametrize("path", [ACCEPT, WITHDRAW])
    def test_an_overtaken_place_is_not_answered(self, path, enter):
        old = AllocationPlaceFactory(run__state="superseded", state="released")
        response = enter(old.participant).post(path, {"seen": old.pk, "reason": REASON})
        assert response.status_code in (409, 422)
        assert state_of(old) == "released"

    def test_a_place_that_was_given_back_is_not_accepted(self, enter):
        gone = AllocationPlaceFactory(run__state="published", state="withdrawn")
        assert enter(gone.participant).post(ACCEPT, {"seen": gone.pk}).status_code == 409

    def test_without_a_place_nothing_is_accepted(self, enter):
        empty = AllocationPlaceFactory(run__state="published", state="released", request=None)
        client = enter(empty.participant)
        assert client.get(ACCEPT).status_code == 200
        assert client.post(ACCEPT, {"seen": empty.pk}).status_code == 409


class TestWhyNot:
    def row(self, place, why, rank=1, conditions=()):
        return {"place": place.number, "rank": rank, "why": why.value, "conditions": [*conditions]}

    @pytest.mark.parametrize("why", list(Why))
    def test_every_reason_has_a_sentence(self, why):
        (one,) = refused.told([self.row(PlacementRequestFactory(), why, conditions=["drives", "de:B2"])])
        assert one.reason
        assert (why is Why.CONDITION) == ("driving licence, German B2" in one.reason)
        assert "Headquarters can tell you more." not in one.reason

    def test_what_failed_alike_is_told_once_the_highest_wish_first(self):
        first, second, third = (PlacementRequestFactory() for _number in range(3))
        told = refused.told(
            [self.row(third, Why.WORSE, rank=2), self.row(first, Why.WORSE), self.row(second, Why.WORSE)]
        )
        assert [(one.rank, len(one.places)) for one in told] == [(1, 2), (2, 1)]
        assert told[1].places == [str(third.employer)]

    def test_a_request_that_is_gone_leaves_the_reason(self):
        row = {"place": "PR-2020-0001", "rank": 1, "why": "tie", "conditions": []}
        assert [(one.places, one.rank) for one in refused.told([row])] == [([], 1)]

    def test_a_real_allocation_explains_itself_to_those_who_wished_more(self, enter, now):
        """Three want the one post of the first prefecture."""
        small = rounds.begun()
        run = small.solve()
        runs.propose(run, by=small.maker, at=now)
        runs.publish(run, by=small.publisher, at=now)
        placed = AllocationPlace.objects.select_related("participant").order_by("rank")
        happy, *others = placed
        assert "Why not a higher wish?" not in text(enter(happy.participant).get(PLACE))
        for other in others:
            shown = text(enter(other.participant).get(PLACE))
            assert "Why not a higher wish?" in shown
            assert "Headquarters can tell you more." not in shown
            for somebody in placed:
                assert somebody == other or somebody.participant.person.family not in shown
        releases.accept(happy, by=UserFactory(), at=now)
        assert "You have accepted this place." in text(enter(happy.participant).get(PLACE))
