"""States move only along their table, by compare-and-set, with a log row."""

import pytest

from clair_portal import workflow
from events.models import Event, Registration
from tests.factories.accounts import UserFactory
from tests.factories.events import EventFactory, RegistrationFactory

pytestmark = pytest.mark.django_db
State = Registration.State


def log_of(obj):
    return [(row.from_state, row.to_state, row.by, row.at, row.reason) for row in obj.transitions.order_by("pk")]


def test_a_new_row_is_logged_in_its_first_state(now):
    registration, user = RegistrationFactory(), UserFactory()
    workflow.begin(registration, by=user, at=now, reason="at the door")
    assert log_of(registration) == [("", "confirmed", user, now, "at the door")]


def test_a_legal_move_writes_the_state_what_it_presupposes_and_the_log(now):
    registration, user = RegistrationFactory(), UserFactory()
    workflow.move(registration, to=State.CANCELLED, by=user, at=now, reason="ill", also={"cancelled_at": now})
    stored = Registration.objects.get()
    assert (stored.state, stored.cancelled_at) == (State.CANCELLED, now)
    assert (registration.state, registration.cancelled_at) == (State.CANCELLED, now)
    assert log_of(registration) == [("confirmed", "cancelled", user, now, "ill")]


def test_a_move_outside_the_table_is_refused_and_writes_nothing(now):
    event = EventFactory()
    with pytest.raises(workflow.IllegalMove):
        workflow.move(event, to=Event.State.CANCELLED, by=None, at=now)
    assert Event.objects.get().state == Event.State.DRAFT
    assert log_of(event) == []


def test_the_second_of_two_who_saw_the_same_state_loses(now):
    first = RegistrationFactory()
    second = Registration.objects.get()
    workflow.move(first, to=State.CANCELLED, by=None, at=now, also={"cancelled_at": now})
    with pytest.raises(workflow.Outdated):
        workflow.move(second, to=State.CANCELLED, by=None, at=now, also={"cancelled_at": now})
    assert len(log_of(first)) == 1


def test_legal_moves_are_read_from_the_table(now):
    assert workflow.legal_moves(EventFactory.build()) == frozenset({Event.State.PUBLISHED})
    assert workflow.legal_moves(EventFactory.build(state=Event.State.CANCELLED)) == frozenset()


def test_many_rows_move_at_once_and_only_those_that_may(now):
    rows = RegistrationFactory.create_batch(3)
    workflow.move(rows[0], to=State.CANCELLED, by=None, at=now, also={"cancelled_at": now})
    moved = workflow.move_all(
        Registration.objects.all(), to=State.CANCELLED_BY_EVENT, by=None, at=now, reason="storm",
        also={"cancelled_at": now},
    )  # fmt: skip
    assert [row.pk for row in moved] == [rows[1].pk, rows[2].pk]
    assert [row.state for row in moved] == [State.CANCELLED_BY_EVENT, State.CANCELLED_BY_EVENT]
    states = Registration.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [State.CANCELLED, State.CANCELLED_BY_EVENT, State.CANCELLED_BY_EVENT]
    assert log_of(rows[1]) == [("confirmed", "cancelled_by_event", None, now, "storm")]


@pytest.mark.parametrize("size", [1, 30])
def test_moving_many_rows_costs_the_same_statements(now, size, django_assert_num_queries):
    RegistrationFactory.create_batch(size)
    with django_assert_num_queries(5):  # savepoint, select for update, log, update, release
        workflow.move_all(Registration.objects.all(), to=State.CANCELLED, by=None, at=now, also={"cancelled_at": now})
