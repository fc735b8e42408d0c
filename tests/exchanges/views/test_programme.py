"""The programme page: what each reader sees of a version, and how the office changes its draft."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clair_portal.accounts.models import User
from exchanges.actions import itineraries
from exchanges.models import Itinerary, ItineraryItem, VisitCase
from tests.exchanges.conftest import holder
from tests.exchanges.planning.visits import CENTRE, CITY_HALL, at, meeting, planned, visit
from tests.factories.accounts import UserFactory
from tests.factories.directory import LocalAuthorityFactory
from tests.factories.exchanges import ItineraryItemFactory

pytestmark = pytest.mark.django_db
OF_AN_ITEM = ("move_item", "edit_item", "remove_item")


@pytest.fixture(autouse=True)
def _everybody_reads_english(parties):
    User.objects.update(language="en-gb")
    for user in (parties.asks, parties.endorses, parties.plans):
        user.refresh_from_db()


@pytest.fixture
def case(parties):
    case = visit(parties, days=(18, 19))
    meeting(case, starts_at=at(18, 9, 30), minutes=90)
    meeting(case, CENTRE, slots=[at(18, 14)])
    return case


@pytest.fixture
def draft(case, parties, now):
    return planned(case, parties, now)


@pytest.fixture
def proposed(draft, parties, now):
    return itineraries.propose(draft, by=parties.plans, at=now)


def as_(client, user):
    client.force_login(user)
    return client


def address(name, itinerary, *args):
    return reverse(f"exchanges:{name}", args=[itinerary.case.number, itinerary.number, *args])


def item(itinerary, name):
    return itinerary.items.get(title_en=name)


def blocks(response):
    return [
        (block.told.title, block.clock, block.row, block.rows, block.clashes, block.can_move)
        for day in response.context["days"] for block in day.blocks
    ]  # fmt: skip


class TestWhatIsShown:
    def test_the_office_sees_the_draft_as_a_grid_of_quarters_and_may_move_what_counts(self, client, draft, parties):
        response = as_(client, parties.plans).get(address("programme", draft))
        assert blocks(response) == [
            (CITY_HALL, "09:30", 2, 6, [], True),
            (f"To {CENTRE}, Leeds, 30 minutes", "11:00", 8, 2, [], False),
            ("Lunch", "12:00", 12, 3, [], False),
            (CENTRE, "14:00", 20, 4, [], True),
        ]
        page = response.content.decode()
        assert "No conflicts: every rule is kept." in page
        assert 'class="block meeting at-2 for-6 lane-0 can-move"' in page
        assert f'action="{address("move_item", draft, item(draft, CITY_HALL).key)}"' in page
        assert "style=" not in page

    def test_a_conflict_stands_in_words_beside_its_items(self, client, draft, parties):
        draft.items.filter(title_en=CENTRE).update(starts_at=at(18, 9, 30), ends_at=at(18, 10, 30))
        found = {row[0]: row[4] for row in blocks(as_(client, parties.plans).get(address("programme", draft)))}
        overlap = f"{CITY_HALL} and {CENTRE}: these overlap."
        assert overlap in found[CITY_HALL]
        assert found[CENTRE] == [f"{CENTRE}: the host has not offered this time.", overlap]

    def test_a_meeting_that_is_missing_is_said_above(self, client, draft, parties):
        item(draft, CITY_HALL).delete()
        response = as_(client, parties.plans).get(address("programme", draft))
        assert response.context["general"] == [f"{CITY_HALL}: this meeting must take place but is missing."]

    def test_a_flight_across_a_meeting_is_a_conflict_too(self, client, draft, parties):
        ItineraryItemFactory(
            itinerary=draft, kind="flight", title_en="Flight home", starts_at=at(18, 10), ends_at=at(18, 12)
        )
        found = {row[0]: row[4] for row in blocks(as_(client, parties.plans).get(address("programme", draft)))}
        overlap = f"{CITY_HALL} and Flight home: these overlap."
        assert (found["Flight home"], found[CITY_HALL]) == ([overlap], [overlap])

    def test_the_parties_read_what_was_proposed_and_change_nothing(self, client, proposed, parties):
        for user in (parties.asks, parties.endorses):
            response = as_(client, user).get(address("programme", proposed))
            page = response.content.decode()
            assert [row[5] for row in blocks(response)] == [False] * 4
            assert ('<form method="post" class="move"' in page, "programme.js" in page, "conflicts" in page) == (
                False, False, False,
            )  # fmt: skip
            assert ("host_letter" in page, "Letters to the hosts" in page, "List of participants" in page) == (
                False, False, True,
            )  # fmt: skip

    def test_a_draft_is_not_there_for_the_parties(self, client, draft, parties):
        assert as_(client, parties.asks).get(address("programme", draft)).status_code == 404

    def test_changes_since_the_version_before_are_marked(self, client, case, proposed, parties, now):
        VisitCase.objects.filter(pk=case.pk).update(state="planning")
        second = itineraries.continue_from(proposed, by=parties.plans, at=now)
        second.items.filter(title_en=CENTRE).update(starts_at=at(19, 10), ends_at=at(19, 11))
        Itinerary.objects.filter(pk=second.pk).update(state="agreed", proposed_at=now)
        shown = as_(client, parties.asks).get(address("programme", second))
        marks = {b.told.title: b.told.mark for day in shown.context["days"] for b in day.blocks if b.told.mark}
        assert marks == {CENTRE: "Was: Tue 18 May 14:00–15:00"}
        assert "Version 1: proposed version" in shown.content.decode()

    def test_sub_groups_are_lanes(self, client, parties, now):
        case = visit(parties, days=(18, 18))
        first, second = case.delegates.order_by("pk")
        for member, group in ((first, "A"), (second, "B")):
            member.group = group
            member.save()
        meeting(case, starts_at=at(18, 10), group="A")
        meeting(case, CENTRE, starts_at=at(18, 10), group="B")
        days = as_(client, parties.plans).get(address("programme", planned(case, parties, now))).context["days"]
        assert (days[0].lanes, [(b.told.title, b.lane, b.beside) for b in days[0].blocks if b.item.meeting]) == (
            ["A", "B"], [(CITY_HALL, 1, 0), (CENTRE, 2, 0)],
        )  # fmt: skip

    def test_it_costs_the_same_whatever_it_holds(self, client, case, draft, parties):
        page = address("programme", draft)
        as_(client, parties.plans).get(page)
        with CaptureQueriesContext(connection) as few:
            client.get(page)
        for hour in (15, 16):
            host = meeting(case, f"Host {hour}", starts_at=at(18, hour))
            ItineraryItemFactory(
                itinerary=draft, kind="meeting", meeting=host, starts_at=at(18, hour), ends_at=at(18, hour + 1)
            )
        with CaptureQueriesContext(connection) as many:
            client.get(page)
        assert len(few) == len(many) <= 32


class TestTheWayThere:
    def test_the_newest_version_that_one_may_see(self, client, case, proposed, parties, now):
        case.refresh_from_db()
        newest = reverse("exchanges:newest_programme", args=[case.number])
        draft = itineraries.continue_from(proposed, by=parties.plans, at=now)
        assert as_(client, parties.asks).get(newest).url == address("programme", proposed)
        assert as_(client, parties.plans).get(newest).url == address("programme", draft)

    def test_without_a_version_the_office_plans_one(self, client, case, parties):
        newest = reverse("exchanges:newest_programme", args=[case.number])
        assert as_(client, parties.asks).get(newest).url == f"/visits/{case.number}/"
        assert as_(client, parties.plans).get(newest).url == f"/visits/{case.number}/programme/plan/"


class TestMoving:
    def move(self, client, itinerary, one, time, seen=None):
        typed = {"time": time, "seen_version": seen or itinerary.version}
        return client.post(address("move_item", itinerary, one.key), typed)

    def test_it_moves_the_item_and_comes_back_to_it(self, client, draft, parties):
        one = item(draft, CENTRE)
        response = self.move(as_(client, parties.plans), draft, one, "15:15")
        assert (response.status_code, response.url) == (303, f"{address('programme', draft)}#block-{one.key}")
        one.refresh_from_db()
        assert (one.starts_at, one.ends_at) == (at(18, 15, 15), at(18, 16, 15))
        page = client.get(address("programme", draft)).content.decode()
        assert f"{CENTRE} begins at 15:15 now." in page
        assert f"{CENTRE}: the host has not offered this time." in page

    def test_a_second_tab_is_told_politely(self, client, draft, parties):
        one = item(draft, CENTRE)
        self.move(as_(client, parties.plans), draft, one, "15:15", seen=1)
        response = self.move(client, draft, one, "16:00", seen=1)
        assert response.status_code == 422
        assert "Somebody has changed this in the meantime." in response.content.decode()
        one.refresh_from_db()
        assert one.starts_at == at(18, 15, 15)

    def test_a_time_that_is_none_is_refused(self, client, draft, parties):
        response = self.move(as_(client, parties.plans), draft, item(draft, CENTRE), "25:00")
        assert (response.status_code, item(draft, CENTRE).starts_at) == (422, at(18, 14))

    def test_a_time_that_the_clocks_skip_is_refused(self, client, draft, parties):
        spring = ItineraryItemFactory(
            itinerary=draft, kind="free", title_en="Walk", starts_at=at(18, 10).replace(month=3, day=28),
            ends_at=at(18, 11).replace(month=3, day=28),
        )  # fmt: skip
        response = self.move(as_(client, parties.plans), draft, spring, "01:30")
        assert "This time does not exist" in response.content.decode()

    def test_what_was_proposed_stays(self, client, proposed, parties):
        one = item(proposed, CENTRE)
        response = self.move(as_(client, parties.plans), proposed, one, "15:15")
        assert response.status_code == 422
        assert "Only a draft can be changed." in response.content.decode()
        for name in OF_AN_ITEM[:2]:
            assert client.get(address(name, proposed, one.key)).url == address("programme", proposed)

    def test_ways_have_no_page_of_their_own(self, client, draft, parties):
        way = draft.items.get(kind="travel")
        as_(client, parties.plans)
        assert [client.get(address(name, draft, way.key)).status_code for name in OF_AN_ITEM] == [404, 404, 404]

    def test_nobody_but_the_office(self, client, draft, proposed, parties):
        one = item(draft, CENTRE)
        strangers = ((parties.asks, 403), (parties.endorses, 403), (holder("hq"), 403), (UserFactory(), 403))
        for user, status in strangers:
            as_(client, user)
            assert [client.get(address(name, draft, one.key)).status_code for name in OF_AN_ITEM] == [status] * 3
            assert self.move(client, draft, one, "15:15").status_code == status
        assert item(draft, CENTRE).starts_at == at(18, 14)


class TestByHand:
    TYPED = {
        "kind": "flight", "title_en": "Flight home", "title_ja": "帰国便", "group": "", "zone": "Europe/London",
        "starts_at_date": "2027-05-19", "starts_at_time": "20:00",
        "ends_at_date": "2027-05-19", "ends_at_time": "23:00",
        "place": "Heathrow, Terminal 3", "note": "",
    }  # fmt: skip

    def add(self, client, itinerary, **typed):
        return client.post(address("add_item", itinerary), {**self.TYPED, "seen_version": itinerary.version, **typed})

    def test_a_flight_is_added_changed_and_taken_out(self, client, draft, parties):
        assert self.add(as_(client, parties.plans), draft).status_code == 303
        flight = item(draft, "Flight home")
        assert (flight.kind, flight.starts_at, flight.ends_at) == ("flight", at(19, 20), at(19, 23))
        typed = {**self.TYPED, "title_en": "Flight to Tokyo", "seen_version": 2}
        assert client.post(address("edit_item", draft, flight.key), typed).status_code == 303
        assert item(draft, "Flight to Tokyo").pk == flight.pk
        gone = client.post(address("remove_item", draft, flight.key), {"seen_version": 3})
        assert (gone.status_code, draft.items.filter(kind="flight").count()) == (303, 0)

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"title_en": "", "title_ja": ""}, "Write what it is, in English or Japanese."),
            ({"ends_at_time": "19:00"}, "The end lies before the beginning."),
            ({"kind": "meeting"}, "Select a valid choice"),
            ({"group": "Z"}, "Select a valid choice"),
        ],
    )
    def test_what_does_not_fit_is_said_at_its_field(self, client, draft, parties, typed, said):
        response = self.add(as_(client, parties.plans), draft, **typed)
        assert (response.status_code, said in response.content.decode()) == (422, True)
        assert draft.items.filter(kind="flight").count() == 0

    def test_the_forms_open_filled_in(self, client, draft, parties):
        empty = as_(client, parties.plans).get(address("add_item", draft)).content.decode()
        assert 'value="2027-05-18"' in empty
        page = client.get(address("edit_item", draft, item(draft, CITY_HALL).key)).content.decode()
        assert (f"{CITY_HALL}: How the city" in page, 'value="09:30"' in page, "title_en" in page) == (
            True,
            True,
            False,
        )

    def test_a_remark_on_a_meeting_lays_no_way_anew(self, client, draft, parties):
        before = list(draft.items.order_by("pk").values_list("pk", flat=True))
        typed = {
            "starts_at_date": "2027-05-18", "starts_at_time": "09:30", "place": "Room 2",
            "note": "Gifts", "seen_version": 1,
        }  # fmt: skip
        one = item(draft, CITY_HALL)
        assert as_(client, parties.plans).post(address("edit_item", draft, one.key), typed).status_code == 303
        one.refresh_from_db()
        assert (one.place, one.note, list(draft.items.order_by("pk").values_list("pk", flat=True))) == (
            "Room 2", "Gifts", before,
        )  # fmt: skip

    def test_a_stale_page_removes_nothing(self, client, draft, parties):
        one = item(draft, CITY_HALL)
        for seen in ("7", "", "x"):
            response = as_(client, parties.plans).post(address("remove_item", draft, one.key), {"seen_version": seen})
            assert (response.status_code, "Somebody has changed this" in response.content.decode()) == (409, True)
        assert ItineraryItem.objects.filter(pk=one.pk).exists()


class TestContinuing:
    def test_a_new_draft_with_the_same_items(self, client, proposed, parties):
        page = as_(client, parties.plans).get(address("programme", proposed)).content.decode()
        assert address("continue_programme", proposed) in page
        response = client.post(address("continue_programme", proposed))
        draft = Itinerary.objects.get(number=2)
        assert (response.status_code, response.url, draft.state) == (303, address("programme", draft), "draft")
        facts = ("key", "kind", "starts_at", "ends_at", "title_en", "place", "group", "meeting")
        assert list(draft.items.in_order().values_list(*facts)) == list(proposed.items.in_order().values_list(*facts))
        assert client.post(address("continue_programme", draft)).url == address("programme", draft)

    def test_it_is_the_office_that_continues(self, client, proposed, parties):
        for user in (parties.asks, parties.endorses, holder("hq")):
            assert as_(client, user).post(address("continue_programme", proposed)).status_code == 403
        elsewhere = holder("authority", LocalAuthorityFactory().organisation)
        assert as_(client, elsewhere).get(address("programme", proposed)).status_code == 404

    def test_after_the_visit_there_is_nothing_to_continue(self, client, case, proposed, parties):
        VisitCase.objects.filter(pk=case.pk).update(state="closed")
        response = as_(client, parties.plans).post(address("continue_programme", proposed))
        assert (response.status_code, Itinerary.objects.count()) == (409, 1)


def test_ways_say_where_their_minutes_come_from(client, draft, parties, now):
    shown = as_(client, parties.plans).get(address("programme", draft)).context["legs"]
    leg, leaves = shown[0]
    assert (leg.start, leg.end, leg.minutes, leg.source.value, leaves, leg.is_short) == (
        f"{CITY_HALL}, Leeds", f"{CENTRE}, Leeds", 30, "same_town", "Tue 18 May 11:00", False,
    )  # fmt: skip
    assert leg.arrives_at - leg.leaves_at == timedelta(hours=3)
