"""What the database refuses of versions, items and ways; who may see which version."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from exchanges.models import Itinerary, ItineraryItem, TravelTime
from tests.exchanges.conftest import holder
from tests.exchanges.planning.visits import at
from tests.factories.accounts import UserFactory
from tests.factories.exchanges import (
    BEGUN,
    InterpreterFactory,
    ItineraryFactory,
    ItineraryItemFactory,
    MeetingFactory,
    TravelTimeFactory,
)

pytestmark = pytest.mark.django_db
State = Itinerary.State
SEEN = {State.PROPOSED: BEGUN, State.AGREED: BEGUN}


def refused(name, make):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make()


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("itinerary_state_known", {"state": "lost"}),
        ("itinerary_counts_from_one", {"number": 0}),
        ("itinerary_comes_from_a_plan", {"status": "guessed"}),
        ("itinerary_is_seen_once_proposed", {"state": State.PROPOSED}),
        ("itinerary_is_seen_once_proposed", {"state": State.AGREED}),
        ("itinerary_is_seen_once_proposed", {"proposed_at": BEGUN}),
    ],
)
def test_a_wrong_version_cannot_be_written(name, facts):
    refused(name, lambda: ItineraryFactory(**facts))


@pytest.mark.parametrize("state", ["draft", "proposed", "agreed"])
def test_a_case_has_one_version_in_each_open_state(state):
    first = ItineraryFactory(state=state, proposed_at=SEEN.get(state))
    refused(
        f"itinerary_one_{state}", lambda: ItineraryFactory(case=first.case, state=state, proposed_at=SEEN.get(state))
    )
    ItineraryFactory(state=state, proposed_at=SEEN.get(state))  # another case is free


def test_a_number_is_given_once():
    first = ItineraryFactory(state=State.REPLACED)
    refused(
        "itinerary_version_once", lambda: ItineraryFactory(case=first.case, number=first.number, state=State.REPLACED)
    )


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("itineraryitem_kind_known", {"kind": "party"}),
        ("itineraryitem_ends_later", {"ends_at": at(17, 12)}),
        ("itineraryitem_meeting_is_one", {"kind": "meeting"}),
        ("itineraryitem_says_what", {"kind": "flight"}),
        ("itineraryitem_title_en_one_line", {"title_en": "a\nb"}),
        ("itineraryitem_title_ja_one_line", {"title_ja": "a\rb"}),
        ("itineraryitem_title_de_one_line", {"title_de": "a\nb"}),
        ("itineraryitem_place_one_line", {"place": "a\nb"}),
    ],
)
def test_a_wrong_item_cannot_be_written(name, facts):
    refused(name, lambda: ItineraryItemFactory(**facts))


def test_a_meal_is_no_meeting_and_a_meeting_stands_once():
    itinerary, meeting = ItineraryFactory(), MeetingFactory()
    refused("itineraryitem_meeting_is_one", lambda: ItineraryItemFactory(itinerary=itinerary, meeting=meeting))
    item = ItineraryItemFactory(itinerary=itinerary, kind="meeting", meeting=meeting)
    refused(
        "itineraryitem_meeting_once", lambda: ItineraryItemFactory(itinerary=itinerary, kind="meeting", meeting=meeting)
    )
    refused("itineraryitem_once", lambda: ItineraryItemFactory(itinerary=itinerary, key=item.key))


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("traveltime_goes_somewhere", {"from_place": "York"}),
        ("traveltime_goes_somewhere", {"from_place": ""}),
        ("traveltime_is_plausible", {"minutes": 0}),
        ("traveltime_is_plausible", {"minutes": 1441}),
    ],
)
def test_a_wrong_way_cannot_be_written(name, facts):
    refused(name, lambda: TravelTimeFactory(**facts))


def test_a_way_stands_once():
    way = TravelTimeFactory()
    refused("traveltime_once", lambda: TravelTimeFactory(from_place=way.from_place))


class TestVisibility:
    @pytest.fixture
    def versions(self, parties):
        case = parties.case(state="proposed")
        stories = ((State.REPLACED, None), (State.REPLACED, BEGUN), (State.PROPOSED, BEGUN), (State.DRAFT, None))
        return [
            ItineraryFactory(case=case, number=number, state=state, proposed_at=seen)
            for number, (state, seen) in enumerate(stories, 1)
        ]

    @staticmethod
    def seen(user):
        return list(Itinerary.objects.visible_to(user).order_by("number").values_list("number", flat=True))

    def test_the_office_sees_all_and_the_parties_what_was_proposed(self, versions, parties):
        assert [self.seen(user) for user in (parties.plans, parties.asks, parties.endorses)] == [
            [1, 2, 3, 4], [2, 3], [2, 3],
        ]  # fmt: skip

    def test_others_see_nothing(self, versions, parties):
        other = holder("authority", versions[0].made_by and parties.headquarters)
        assert [self.seen(user) for user in (other, UserFactory(), AnonymousUser())] == [[], [], []]

    def test_items_follow_their_version_and_ways_are_the_offices(self, versions, parties):
        for one in versions:
            ItineraryItemFactory(itinerary=one)
        TravelTimeFactory()
        assert ItineraryItem.objects.visible_to(parties.asks).count() == 2
        assert (
            TravelTime.objects.visible_to(parties.asks).count(),
            TravelTime.objects.visible_to(parties.plans).count(),
        ) == (0, 1)

    def test_what_is_shown_and_what_came_before(self, versions):
        assert [one.number for one in Itinerary.objects.shown()] == [3]
        assert [one.number for one in Itinerary.objects.before(versions[3])] == [3, 2]
        assert list(Itinerary.objects.draft_of(versions[0].case)) == [versions[3]]


def test_items_come_in_two_statements_whatever_their_number(django_assert_num_queries):
    itinerary = ItineraryFactory()
    for hour in (9, 12, 15):
        item = ItineraryItemFactory(
            itinerary=itinerary,
            kind="meeting",
            meeting=MeetingFactory(),
            starts_at=at(18, hour),
            ends_at=at(18, hour + 1),
        )
        item.team.add(InterpreterFactory())
    with django_assert_num_queries(2):
        found = [
            (str(item.meeting.host.organisation), [str(one.person) for one in item.team.all()])
            for item in itinerary.items.for_pages().in_order()
        ]
    assert len(found) == 3


def test_words(parties):
    itinerary = ItineraryFactory(case=parties.case(number="VS-2026-900"), number=2)
    item = ItineraryItemFactory(itinerary=itinerary)
    assert [str(one) for one in (itinerary, item, TravelTimeFactory(from_place="Leeds"))] == [
        "VS-2026-900 v2", "meal 2027-05-17 11:00", "Leeds – York",
    ]  # fmt: skip
    assert (itinerary.scope_ids, itinerary.is_draft, item.minutes) == (itinerary.case.scope_ids, True, 45)
