"""Versions of a programme: drafted, edited, checked, proposed, agreed, replaced."""

from datetime import timedelta

import pytest

from clair_portal.mail.models import OutgoingMail
from clair_portal.workflow import IllegalMove, Outdated
from exchanges.actions import itineraries, meetings, travel_times
from exchanges.errors import DaysMissing, NotADraft, NotInPlanning, OwnerMissing, ProgrammeUnsound
from exchanges.models import Itinerary, ItineraryItem, Meeting, TravelTime, VisitCase
from exchanges.planning import posing, work
from tests.exchanges.planning.visits import CENTRE, CITY_HALL, UNIVERSITY, at, meeting, planned, rows, visit
from tests.factories.exchanges import InterpreterFactory, ItineraryItemFactory, TravelTimeFactory

pytestmark = pytest.mark.django_db
State = Itinerary.State


@pytest.fixture
def case(parties):
    case = visit(parties, days=(18, 19))
    meeting(case, starts_at=at(18, 9, 30), minutes=90)
    meeting(case, CENTRE, slots=[at(18, 14), at(19, 10)])
    return case


@pytest.fixture
def draft(case, parties, now):
    return planned(case, parties, now)


def states(case):
    return list(case.itineraries.order_by("number").values_list("number", "state"))


def item_of(itinerary, name):
    return itinerary.items.select_related("itinerary__case", "meeting").get(title_en=name)


class TestDraft:
    def test_it_keeps_what_the_planner_says_and_who_made_it(self, draft, parties, now):
        assert (draft.number, draft.state, draft.status, draft.made_by, draft.made_at) == (
            1, State.DRAFT, "optimal", parties.plans, now,
        )  # fmt: skip
        assert [one["goal"] for one in draft.goals] == ["should", "nice", "on_the_way", "cost", "finish"]
        assert all(one["bound"] == one["value"] for one in draft.goals)
        move = draft.transitions.get()
        assert (move.from_state, move.to_state, move.by) == ("", State.DRAFT, parties.plans)

    def test_a_new_draft_takes_the_place_of_the_older_one(self, case, draft, parties, now):
        planned(case, parties, now)
        assert states(case) == [(1, State.REPLACED), (2, State.DRAFT)]

    def test_what_was_added_by_hand_and_remarks_go_over_to_the_next_version(self, case, draft, parties, now):
        flight = ItineraryItemFactory(
            itinerary=draft, kind="flight", title_ja="帰国便", starts_at=at(19, 20), ends_at=at(19, 23)
        )
        dinner = ItineraryItemFactory(itinerary=draft, title_en="Dinner", starts_at=at(18, 19), ends_at=at(18, 21))
        draft.items.filter(title_en=CITY_HALL).update(note="Bring name cards.")
        second = planned(case, parties, now)
        kept = second.items.filter(key__in=[flight.key, dinner.key]).order_by("pk")
        assert [(item.kind, item.title_ja, item.title_en) for item in kept] == [
            ("flight", "帰国便", ""), ("meal", "", "Dinner"),
        ]  # fmt: skip
        assert second.items.get(title_en=CITY_HALL).note == "Bring name cards."
        assert draft.items.filter(kind="flight").count() == 1

    def test_the_team_of_each_meeting_is_kept(self, case, parties, now):
        VisitCase.objects.filter(pk=case.pk).update(support=["interpreting"])
        case.refresh_from_db()
        person = InterpreterFactory()
        draft = planned(case, parties, now)
        assert [list(item.team.all()) for item in draft.items.filter(kind="meeting")] == [[person], [person]]

    @pytest.mark.parametrize("state", sorted(set(VisitCase.State.values) - itineraries.IN_PLANNING))
    def test_only_while_the_office_plans(self, case, draft, parties, now, state):
        way = itineraries.journey_of(case)
        plan = work.planned(way, posing.pose(way))
        VisitCase.objects.filter(pk=case.pk).update(state=state)
        with pytest.raises(NotInPlanning):
            itineraries.draft(case, plan, by=parties.plans, at=now)
        assert states(case) == [(1, State.DRAFT)]

    def test_a_case_without_days_has_no_journey(self, case):
        case.first_on = None
        with pytest.raises(DaysMissing):
            itineraries.journey_of(case)


class TestReplanning:
    def test_what_is_agreed_stays_and_little_else_changes(self, case, draft, parties, now):
        before = rows(draft)
        added = meeting(case, UNIVERSITY, slots=[at(18, 14), at(19, 14)], priority="must")
        again = work._previous(itineraries.journey_of(case))
        way = itineraries.journey_of(case)
        second = itineraries.draft(case, work.planned(way, posing.pose(way, again)), by=parties.plans, at=now)
        kept = [row for row in rows(second) if row[1] == "meeting"]
        assert [row for row in kept if row[2] != UNIVERSITY] == [row for row in before if row[1] == "meeting"]
        assert second.items.filter(meeting=added).exists()
        assert {one["goal"]: one["value"] for one in second.goals}["moved"] == 0


class TestEditing:
    def test_a_moved_meeting_keeps_its_length_and_ways_are_laid_anew(self, case, parties, now):
        meeting(case, UNIVERSITY, city="York", starts_at=at(18, 16))
        draft = planned(case, parties, now)
        item = item_of(draft, UNIVERSITY)
        itineraries.edit_item(item, changes={"starts_at": at(18, 17)})
        found = rows(draft)
        assert ("18 17:00–18:00", "meeting", UNIVERSITY, "") in found
        ways = [row for row in found if row[1] == "travel" and row[2] == f"{UNIVERSITY}, York"]
        assert [row[0] for row in ways] == ["18 11:00–13:00"]

    def test_words_are_changed_without_laying_anew(self, draft, parties, now):
        item, others = item_of(draft, CITY_HALL), rows(draft)
        itineraries.edit_item(item, changes={"note": "Name cards.", "kind": "free"})
        item.refresh_from_db()
        assert (item.note, item.kind, rows(draft)) == ("Name cards.", "meeting", others)

    def test_items_are_added_and_removed(self, draft, parties, now):
        draft = Itinerary.objects.select_related("case").get(pk=draft.pk)
        flight = ItineraryItem(
            itinerary=draft, kind="flight", title_en="Flight", starts_at=at(19, 20), ends_at=at(19, 23)
        )
        itineraries.add_item(flight)
        assert draft.items.filter(kind="flight").count() == 1
        itineraries.remove_item(flight)
        assert draft.items.filter(kind="flight").count() == 0

    def test_a_second_tab_loses(self, draft, parties, now):
        first, second = item_of(draft, CITY_HALL), item_of(draft, CITY_HALL)
        itineraries.edit_item(first, changes={"note": "one"})
        with pytest.raises(Outdated):
            itineraries.edit_item(second, changes={"note": "two"})
        assert item_of(draft, CITY_HALL).note == "one"

    def test_what_the_authority_has_seen_stays(self, draft, parties, now):
        itineraries.propose(draft, by=parties.plans, at=now)
        item = item_of(draft, CITY_HALL)
        for change in (
            lambda: itineraries.edit_item(item, changes={"note": "x"}),
            lambda: itineraries.remove_item(item),
        ):
            with pytest.raises(NotADraft):
                change()
        assert item_of(draft, CITY_HALL).note == ""


class TestProposing:
    def test_version_and_case_move_and_whoever_asked_is_told(self, case, draft, parties, now):
        itineraries.propose(draft, by=parties.plans, at=now)
        case.refresh_from_db()
        assert (draft.state, draft.proposed_at, case.state) == (State.PROPOSED, now, "proposed")
        assert [mail.template for mail in OutgoingMail.objects.all()] == ["exchanges/case_moved"]

    @pytest.mark.parametrize(
        ("tamper", "said"),
        [
            (lambda one: one.items.filter(title_en=CITY_HALL).update(starts_at=at(18, 10), ends_at=at(18, 11, 30)),
             f"{CITY_HALL}: the host has agreed to another time."),
            (lambda one: one.items.filter(title_en=CENTRE).update(starts_at=at(18, 9, 30), ends_at=at(18, 10, 30)),
             f"{CITY_HALL} and {CENTRE}: these overlap."),
            (lambda one: one.items.filter(title_en=CENTRE).update(starts_at=at(19, 15), ends_at=at(19, 16)),
             f"{CENTRE}: the host has not offered this time."),
            (lambda one: one.items.get(title_en=CITY_HALL).delete(),
             f"{CITY_HALL}: this meeting must take place but is missing."),
            (lambda one: one.items.get(title_en=CENTRE).team.add(InterpreterFactory()),
             f"{CENTRE}: the number of interpreters is not right."),
        ],
    )  # fmt: skip
    def test_a_version_that_was_tampered_with_is_refused_in_words(self, case, draft, parties, tamper, said):
        tamper(draft)
        with pytest.raises(ProgrammeUnsound) as refusal:
            itineraries.propose(draft, by=parties.plans, at=draft.made_at)
        assert said in refusal.value.found
        assert str(refusal.value).splitlines()[0] == "The programme breaks rules. Correct it or plan it again:"
        case.refresh_from_db()
        assert (states(case), case.state, OutgoingMail.objects.count()) == ([(1, State.DRAFT)], "planning", 0)

    def test_the_meetings_as_they_are_now_count(self, case, draft, parties, now):
        hall = Meeting.objects.for_pages().get(host__organisation__name_en=CITY_HALL)
        meetings.cancel(hall, by=parties.plans, at=now, reason="Elections.")
        with pytest.raises(ProgrammeUnsound) as refusal:
            itineraries.propose(draft, by=parties.plans, at=now)
        assert refusal.value.found == (
            f"{CITY_HALL}: this is no longer among the meetings, or its interpreter is not known.",
        )

    def test_somebody_must_be_in_charge(self, case, draft, parties, now):
        VisitCase.objects.filter(pk=case.pk).update(owner=None)
        with pytest.raises(OwnerMissing):
            itineraries.propose(draft, by=parties.plans, at=now)

    def test_a_later_proposal_takes_the_place_of_the_first(self, case, draft, parties, now):
        itineraries.propose(draft, by=parties.plans, at=now)
        VisitCase.objects.filter(pk=case.pk).update(state="planning")
        itineraries.propose(planned(case, parties, now), by=parties.plans, at=now)
        assert states(case) == [(1, State.REPLACED), (2, State.PROPOSED)]

    def test_it_is_proposed_only_from_planning(self, case, draft, parties, now):
        VisitCase.objects.filter(pk=case.pk).update(state="agreed")
        with pytest.raises(IllegalMove):
            itineraries.propose(draft, by=parties.plans, at=now)
        assert states(case) == [(1, State.DRAFT)]


class TestAgreeing:
    def agreed(self, case, itinerary, parties, now):
        itineraries.propose(itinerary, by=parties.plans, at=now)
        return itineraries.agree_to(case, by=parties.asks, at=now)

    def test_the_authority_agrees_to_version_and_case(self, case, draft, parties, now):
        found = self.agreed(case, draft, parties, now)
        assert (found.state, states(case)) == ("agreed", [(1, State.AGREED)])

    def test_what_was_agreed_stands_until_the_next_one_is(self, case, draft, parties, now):
        self.agreed(case, draft, parties, now)
        VisitCase.objects.filter(pk=case.pk).update(state="planning")
        second = planned(case, parties, now + timedelta(hours=1))
        itineraries.propose(second, by=parties.plans, at=now)
        assert states(case) == [(1, State.AGREED), (2, State.PROPOSED)]
        case.refresh_from_db()
        itineraries.agree_to(case, by=parties.asks, at=now)
        assert states(case) == [(1, State.REPLACED), (2, State.AGREED)]

    def test_a_case_without_a_version_is_agreed_by_itself(self, parties, now):
        case = visit(parties, state="proposed")
        assert itineraries.agree_to(case, by=parties.asks, at=now).state == "agreed"

    def test_a_draft_cannot_be_agreed(self, case, draft, parties, now):
        with pytest.raises(IllegalMove):
            itineraries.agree(draft, by=parties.asks, at=now)

    def test_a_draft_is_set_aside(self, case, draft, parties, now):
        itineraries.discard(draft, by=parties.plans, at=now)
        assert states(case) == [(1, State.REPLACED)]


def test_a_way_is_written_and_corrected():
    way = travel_times.add(TravelTimeFactory.build(from_place="Leeds", to_place="York", minutes=40))
    travel_times.edit(way, changes={"minutes": 45})
    assert list(TravelTime.objects.values_list("from_place", "to_place", "minutes")) == [("Leeds", "York", 45)]
