"""From a case's meetings to a version: what the planner is asked, and how its plan is laid out."""

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest

from exchanges.actions import itineraries
from exchanges.errors import DaysMissing, NothingToPlan, ProgrammeImpossible
from exchanges.models import Itinerary
from exchanges.planner import checker
from exchanges.planner.problem import Interpreting, Mode, Pin, Priority, Window
from exchanges.planning import journey, laying, posing, work
from tests.exchanges.planning.visits import CENTRE, CITY_HALL, UNIVERSITY, at, meeting, planned, rows, visit
from tests.factories.exchanges import (
    AssignmentFactory,
    BookingFactory,
    DelegateFactory,
    InterpreterFactory,
    MeetingFactory,
    TravelTimeFactory,
)

pytestmark = pytest.mark.django_db


def posed(case):
    return posing.pose(journey.of(case))


def minute(case, when):
    return journey.of(case).minute(when)


class TestTheProblem:
    def test_days_have_office_hours_and_lunch_and_weekends_and_holidays_are_closed(self, parties):
        case = visit(parties, days=(28, 31))  # the last Monday of May is a holiday in England
        days = posed(case).problem.days
        assert [(day.key, day.closed) for day in days] == [
            ("2027-05-28", False), ("2027-05-29", True), ("2027-05-30", True), ("2027-05-31", True),
        ]  # fmt: skip
        assert days[0].hours == Window(minute(case, at(28, 9)), minute(case, at(28, 17, 30)))
        assert days[0].lunch == Window(minute(case, at(28, 12)), minute(case, at(28, 14)))

    def test_minutes_really_pass_when_the_clocks_change(self, parties):
        case = visit(parties)
        case.first_on, case.last_on = date(2027, 3, 27), date(2027, 3, 29)
        hours = [day.hours.start for day in posed(case).problem.days]
        assert [later - earlier for earlier, later in pairwise(hours)] == [23 * 60, 24 * 60]

    def test_a_meeting_is_asked_for_in_its_windows(self, parties):
        case = visit(parties, days=(17, 18))
        MeetingFactory(case=case, state="cancelled")
        free = meeting(case, priority="nice")
        offered = meeting(case, UNIVERSITY, slots=[at(18, 14), at(17, 10)], minutes=90, priority="must")
        first, second = posed(case).problem.meetings
        assert (first.key, first.priority, first.pin) == (str(free.pk), Priority.NICE, None)
        assert [(w.start, w.end) for w in first.windows] == [
            (minute(case, at(day, 9)), minute(case, at(day, 17, 30))) for day in (17, 18)
        ]
        assert (second.key, second.priority, second.minutes) == (str(offered.pk), Priority.MUST, 90)
        assert [w.start for w in second.windows] == [minute(case, at(17, 10)), minute(case, at(18, 14))]

    def test_what_is_agreed_is_pinned_and_what_the_host_proposes_is_its_window(self, parties):
        case = visit(parties)
        meeting(case, starts_at=at(18, 10))
        meeting(case, UNIVERSITY, starts_at=at(19, 15), state="held")
        agreed, held = posed(case).problem.meetings
        assert agreed.pin == Pin(minute(case, at(18, 10)))
        assert (held.pin, [w.start for w in held.windows]) == (None, [minute(case, at(19, 15))])

    def test_an_early_time_that_was_offered_opens_the_day(self, parties):
        case = visit(parties)
        meeting(case, slots=[at(18, 8)])
        meeting(case, UNIVERSITY, starts_at=at(19, 19))
        days = posed(case).problem.days
        assert [day.hours.start for day in days[:2]] == [minute(case, at(17, 9)), minute(case, at(18, 8))]
        assert days[2].hours.end == minute(case, at(19, 20))

    def test_a_meeting_agreed_over_lunch_is_the_lunch(self, parties):
        case = visit(parties, days=(17, 18))
        meeting(case, starts_at=at(17, 12, 15), minutes=90)
        meeting(case, UNIVERSITY, starts_at=at(18, 11), minutes=90)
        assert [day.lunch is None for day in posed(case).problem.days] == [True, False]

    def test_sub_groups_are_parties_and_whoever_belongs_to_none_is_another(self, parties):
        case = visit(parties)
        for group in ("A", "A", "B"):
            DelegateFactory(case=case, group=group)
        meeting(case, group="A")
        meeting(case, UNIVERSITY)
        meeting(case, CENTRE, group="gone")
        problem = posed(case).problem
        assert [(party.key, party.size) for party in problem.parties] == [("A", 2), ("B", 1), ("·", 2)]
        assert [set(one.parties) for one in problem.meetings] == [{"A"}, {"A", "B", "·"}, {"A", "B", "·"}]

    def test_without_sub_groups_everybody_goes_about_together(self, parties):
        assert [(party.key, party.size) for party in posed(visit(parties)).problem.parties] == [("", 2)]

    def test_ways_come_from_the_table_for_places_then_towns_else_an_estimate(self, parties):
        case = visit(parties)
        meeting(case)
        meeting(case, CENTRE)
        meeting(case, UNIVERSITY, city="York")
        meeting(case, "Museum", city="Hull")
        hall, centre, york, hull = (f"{n}, {c}" for n, c in (
            (CITY_HALL, "Leeds"), (CENTRE, "Leeds"), (UNIVERSITY, "York"), ("Museum", "Hull"),
        ))  # fmt: skip
        TravelTimeFactory(from_place="Leeds", to_place="York", minutes=40)
        TravelTimeFactory(from_place=york, to_place=centre, minutes=55)
        travel = posed(case).problem.travel
        assert [travel[way] for way in ((hall, centre), (hall, york), (york, hall), (centre, york), (york, hull))] == [
            30, 40, 40, 55, 120,
        ]  # fmt: skip


class TestInterpreters:
    def case(self, parties, **facts):
        return visit(parties, support=["appointments", "interpreting"], **facts)

    def test_between_japanese_and_the_hosts_language_if_the_case_asks_for_it(self, parties):
        case = self.case(parties)
        for name, facts in {
            CITY_HALL: {},
            UNIVERSITY: {"needs_interpreter": False},
            CENTRE: {"language": "ja"},
        }.items():
            meeting(case, name, **facts)
        person = InterpreterFactory()
        found = posed(case)
        assert [one.interpreting for one in found.problem.meetings] == [
            Interpreting(frozenset({"ja", "en"})),
            None,
            None,
        ]
        assert [(one.key, one.day_fee, one.minute_fee) for one in found.problem.interpreters] == [
            (str(person.pk), 40000, 0)
        ]
        assert found.without_interpreter == ()

    def test_nobody_is_planned_when_the_case_does_not_ask(self, parties):
        case = visit(parties)
        meeting(case)
        InterpreterFactory()
        assert (posed(case).problem.interpreters, posed(case).problem.meetings[0].interpreting) == ((), None)

    def test_a_language_that_nobody_in_the_roster_speaks_is_said_and_not_in_the_way(self, parties, now):
        case = self.case(parties)
        meeting(case, language="fi")
        InterpreterFactory(directions=("ja>fi",))  # one way only
        found = posed(case)
        assert found.without_interpreter == (found.problem.meetings[0].key,)
        assert planned(case, parties, now).note == f"Nobody in the roster interprets there: {CITY_HALL}."

    def test_whoever_has_said_yes_is_pinned_once_all_seats_are_taken(self, parties):
        case = self.case(parties)
        one = meeting(case, starts_at=at(18, 10))
        two = meeting(case, UNIVERSITY, starts_at=at(19, 10))
        sure = AssignmentFactory(meeting=one, state="confirmed", interpreter__is_active=False).interpreter
        AssignmentFactory(meeting=two, state="accepted", seats=2)
        first, second = posed(case).problem.meetings
        assert (first.pin.team, second.pin.team) == (frozenset({str(sure.pk)}), None)
        assert str(sure.pk) in {person.key for person in posed(case).problem.interpreters}

    def test_whoever_has_said_yes_interprets_even_where_the_case_did_not_ask(self, parties, now):
        case = visit(parties)
        one = meeting(case, starts_at=at(18, 10), language="ja", needs_interpreter=False)
        sure = AssignmentFactory(meeting=one, state="accepted", pairs=["de>ja"], mode="simultaneous").interpreter
        wanted = posed(case).problem.meetings[0]
        assert wanted.interpreting == Interpreting(frozenset({"de", "ja"}), Mode.SIMULTANEOUS)
        itinerary = planned(case, parties, now)
        assert [list(item.team.all()) for item in itinerary.items.filter(kind="meeting")] == [[sure]]
        assert itineraries.faults(itinerary, in_language_of="en-gb") == []

    def test_other_cases_hold_an_interpreter_and_the_own_one_does_not(self, parties):
        case = self.case(parties, days=(18, 18))
        own = meeting(case, starts_at=at(18, 10))
        person = InterpreterFactory()
        elsewhere = {"kind": 3, "resource": person.pk}
        BookingFactory(meeting=own, **elsewhere)
        BookingFactory(starts_at=at(18, 12), ends_at=at(18, 14), **elsewhere)
        free = posed(case).problem.interpreters[0].available
        assert free == (
            Window(minute(case, at(18, 9)), minute(case, at(18, 12))),
            Window(minute(case, at(18, 14)), minute(case, at(18, 17, 30))),
        )


class TestThePlan:
    def test_a_day_is_laid_out_with_ways_and_lunch(self, parties, now):
        case = visit(parties, days=(18, 18))
        meeting(case, starts_at=at(18, 9, 30), minutes=90)
        meeting(case, CENTRE, starts_at=at(18, 13, 15))
        meeting(case, UNIVERSITY, city="York", starts_at=at(18, 16, 15))
        itinerary = planned(case, parties, now)
        assert rows(itinerary) == [
            ("18 09:30–11:00", "meeting", CITY_HALL, ""),
            ("18 11:00–11:30", "travel", f"{CENTRE}, Leeds", ""),
            ("18 12:00–12:45", "meal", "", ""),
            ("18 13:15–14:15", "meeting", CENTRE, ""),
            ("18 14:15–16:15", "travel", f"{UNIVERSITY}, York", ""),
            ("18 16:15–17:15", "meeting", UNIVERSITY, ""),
        ]
        assert (itinerary.number, itinerary.state, itinerary.status) == (1, "draft", "optimal")
        first = itinerary.items.in_order().first()
        assert (first.title_ja, first.place, first.key) == ("リーズ市役所", f"{CITY_HALL}, Leeds", first.meeting.uuid)

    def test_sub_groups_go_their_own_ways_and_what_they_share_stands_once(self, parties, now):
        case = visit(parties, days=(18, 18))
        for group in ("A", "B"):
            case.delegates.filter(precedence=1 if group == "A" else 2).update(group=group)
        meeting(case, starts_at=at(18, 9, 30))
        meeting(case, CENTRE, starts_at=at(18, 11), group="A")
        meeting(case, UNIVERSITY, city="York", starts_at=at(18, 13, 30), group="B")
        assert rows(planned(case, parties, now)) == [
            ("18 09:30–10:30", "meeting", CITY_HALL, ""),
            ("18 10:30–11:00", "travel", f"{CENTRE}, Leeds", "A"),
            ("18 10:30–12:30", "travel", f"{UNIVERSITY}, York", "B"),
            ("18 11:00–12:00", "meeting", CENTRE, "A"),
            ("18 12:00–12:45", "meal", "", "A"),
            ("18 12:30–13:15", "meal", "", "B"),
            ("18 13:30–14:30", "meeting", UNIVERSITY, "B"),
        ]

    def test_a_long_way_over_lunch_has_the_lunch_in_its_midst(self, parties, now):
        case = visit(parties, days=(18, 18))
        meeting(case, starts_at=at(18, 10, 30))
        meeting(case, UNIVERSITY, city="York", starts_at=at(18, 14, 30))
        assert rows(planned(case, parties, now))[1:4] == [
            ("18 11:30–12:00", "travel", f"{UNIVERSITY}, York", ""),
            ("18 12:00–12:45", "meal", "", ""),
            ("18 12:45–14:15", "travel", f"{UNIVERSITY}, York", ""),
        ]

    def test_the_laid_out_plan_is_the_plan(self, parties, now):
        case = visit(parties, support=["interpreting"])
        InterpreterFactory()
        for name in (CITY_HALL, CENTRE, UNIVERSITY):
            meeting(case, name, priority="must", slots=[at(18, 10), at(19, 14)])
        way = journey.of(case)
        with pytest.raises(ProgrammeImpossible):  # three meetings, two times
            work.planned(way, posing.pose(way))
        last = case.meetings.order_by("pk").last()
        last.slots.filter(starts_at=at(18, 10)).update(starts_at=at(20, 11))
        way = journey.of(case)
        itinerary = planned(case, parties, now)
        problem = posing.pose(way).problem
        found = laying.plan_of(way, itinerary.items.for_pages().in_order())
        assert (checker.faults(problem, found), len(found.items)) == ([], 3)
        assert all(len(item.team) == 1 for item in found.items)

    def test_an_impossible_programme_says_why_and_what_would_help(self, parties):
        case = visit(parties)
        meeting(case, priority="must", slots=[at(18, 10)])
        meeting(case, UNIVERSITY, city="York", priority="must", slots=[at(18, 11)])
        way = journey.of(case)
        with pytest.raises(ProgrammeImpossible) as refusal:
            work.planned(way, posing.pose(way))
        said = str(refusal.value).splitlines()
        assert said[:3] == [
            "There is no programme without a conflict.",
            f"These meetings cannot all be held: {CITY_HALL} and {UNIVERSITY}.",
            "There is not enough time for the way between the places.",
        ]
        assert "Ways out:" in said
        assert f"Ask for another time: {UNIVERSITY}." in said
        assert not Itinerary.objects.exists()

    def test_what_may_be_left_out_is_said(self, parties, now):
        case = visit(parties)
        meeting(case, starts_at=at(18, 10))
        meeting(case, UNIVERSITY, priority="nice", slots=[at(18, 10)])
        assert planned(case, parties, now).note == f"Left out: {UNIVERSITY}."

    def test_no_days_or_no_meetings_is_no_programme(self, parties):
        case = visit(parties)
        way = journey.of(case)
        with pytest.raises(NothingToPlan):
            work.planned(way, posing.pose(way))
        case.last_on = None
        assert journey.of(case) is None
        assert str(DaysMissing()) == "Enter the first and the last day of the visit first."

    def test_moments_and_minutes_are_each_others_mirror(self, parties):
        way = journey.of(visit(parties))
        moment = datetime(2027, 5, 18, 9, 7, tzinfo=UTC)
        assert way.moment(way.minute(moment)) == moment
