"""What the database refuses of assignments, and who sees which."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from exchanges.models import Assignment
from exchanges.models.assignments import LIVE, OPEN, TAKEN, WORKED
from tests.factories.accounts import RoleAssignmentFactory, UserFactory
from tests.factories.exchanges import AssignmentFactory, InterpreterFactory, MeetingFactory

pytestmark = pytest.mark.django_db
State = Assignment.State


def refused(name, **facts):
    one = AssignmentFactory()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Assignment.objects.filter(pk=one.pk).update(**facts)


class TestMoves:
    def test_every_state_is_in_the_table_and_leads_to_known_ones(self):
        assert set(Assignment.MOVES) == set(State)
        assert set().union(*Assignment.MOVES.values()) <= set(State)

    def test_silence_never_becomes_a_yes(self):
        yes = {state for state, targets in Assignment.MOVES.items() if State.ACCEPTED in targets}
        assert yes == {State.OFFERED}
        assert Assignment.MOVES[State.EXPIRED] == frozenset()

    def test_only_a_yes_is_confirmed(self):
        assert [state for state, targets in Assignment.MOVES.items() if State.CONFIRMED in targets] == [State.ACCEPTED]

    def test_the_groups_do_not_overlap(self):
        assert set(LIVE) == set(OPEN) | set(TAKEN)
        assert not set(LIVE) & set(WORKED)


class TestConstraints:
    @pytest.mark.parametrize(
        ("name", "facts"),
        [
            ("assignment_state_known", {"state": "maybe"}),
            ("assignment_fee_when_called_off", {"cancellation_fee": 100}),
            ("assignment_fee_when_called_off", {"state": State.CANCELLED, "reason": "ill"}),
            ("assignment_offer_has_an_end", {"expires_at": None}),
            ("assignment_offer_has_an_end", {"offered_at": None}),
            ("assignment_only_after_a_yes", {"state": State.ACCEPTED}),
            ("assignment_only_after_a_yes", {"state": State.INVOICED}),
            ("assignment_ends_with_a_reason", {"state": State.DECLINED}),
            ("assignment_ends_with_a_reason", {"state": State.REPLACED}),
            ("assignment_needs_somebody", {"seats": 0}),
            ("assignment_has_a_direction", {"pairs": []}),
            ("assignment_travel_is_plausible", {"travel_before": 601}),
            ("assignment_travel_is_plausible", {"travel_after": 601}),
            ("assignment_answer_is_plausible", {"answer_hours": 0}),
            ("assignment_answer_is_plausible", {"answer_hours": 721}),
        ],
    )
    def test_a_wrong_row_is_refused(self, name, facts):
        refused(name, **facts)

    def test_it_ends_after_it_begins(self):
        one = AssignmentFactory()
        with pytest.raises(IntegrityError, match="assignment_ends_later"):
            Assignment.objects.filter(pk=one.pk).update(ends_at=one.starts_at)

    def test_an_offer_ends_after_it_was_made(self):
        one = AssignmentFactory()
        with pytest.raises(IntegrityError, match="assignment_offer_has_an_end"):
            Assignment.objects.filter(pk=one.pk).update(expires_at=one.offered_at)

    @pytest.mark.parametrize("state", [State.QUEUED, State.OFFERED, State.ACCEPTED, State.CONFIRMED, State.BRIEFED])
    def test_one_live_assignment_for_a_meeting_and_an_interpreter(self, state):
        one = AssignmentFactory(state=state)
        with pytest.raises(IntegrityError, match="assignment_live_once"):
            AssignmentFactory(meeting=one.meeting, interpreter=one.interpreter)

    def test_what_is_over_does_not_stand_in_the_way(self):
        one = AssignmentFactory(state=State.DECLINED, reason="away")
        AssignmentFactory(meeting=one.meeting, interpreter=one.interpreter)
        assert Assignment.objects.count() == 2


class TestVisibleTo:
    @pytest.mark.parametrize(
        ("role", "seen"),
        [("staff_visits", 2), ("staff_admin", 2), ("staff_jetaa", 0), ("authority", 0), ("branch", 0), ("hq", 0)],
    )
    def test_the_office_and_nobody_else(self, role, seen):
        AssignmentFactory.create_batch(2)
        user = RoleAssignmentFactory(role=role).user
        assert Assignment.objects.visible_to(user).count() == seen

    def test_an_interpreter_sees_the_own_ones_once_asked(self):
        interpreter = InterpreterFactory(person=UserFactory().person)
        own = AssignmentFactory(interpreter=interpreter)
        AssignmentFactory(interpreter=interpreter, state=State.QUEUED, offered_at=None)
        AssignmentFactory()
        user = interpreter.person.user
        assert list(Assignment.objects.visible_to(user)) == list(Assignment.objects.of(user.person_id)) == [own]

    def test_strangers_and_people_without_a_person_see_nothing(self):
        AssignmentFactory()
        for user in (AnonymousUser(), UserFactory(person=None), UserFactory()):
            assert list(Assignment.objects.visible_to(user)) == []
        assert list(Assignment.objects.of(None)) == []


class TestValues:
    def test_away_counts_the_travel(self):
        one = AssignmentFactory(travel_before=45, travel_after=20)
        assert one.away == (one.starts_at - timedelta(minutes=45), one.ends_at + timedelta(minutes=20))
        assert one.minutes == 60

    def test_open_until_the_moment_named(self):
        one = AssignmentFactory()
        last = one.expires_at - timedelta(seconds=1)
        assert (one.is_open(last), one.is_open(one.expires_at)) == (True, False)
        assert AssignmentFactory(state=State.ACCEPTED).is_open(last) is False

    def test_a_page_of_assignments_costs_one_query(self, django_assert_num_queries):
        AssignmentFactory.create_batch(3, meeting=MeetingFactory(confirmed=True))
        with django_assert_num_queries(1):
            assert len([str(one) for one in Assignment.objects.for_pages().in_time_order()]) == 3
