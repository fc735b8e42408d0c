"""The demonstration's interpreters: written once, through the actions, with one yes and one open question."""

from datetime import timedelta

import pytest

from clair_portal.demonstration import interpreters
from exchanges.models import Assignment, Booking, Interpreter
from tests.factories.accounts import UserFactory
from tests.factories.exchanges import MeetingFactory

pytestmark = pytest.mark.django_db


def test_written_once_with_one_yes_and_one_question(now):
    account, by = UserFactory(), UserFactory()
    first = MeetingFactory(confirmed=True)
    later = first.starts_at + timedelta(days=1)
    meetings = [first, MeetingFactory(confirmed=True, starts_at=later, ends_at=later + timedelta(hours=1))]
    assert [interpreters.load(meetings, account=account, by=by, at=now) for _ in range(2)] == [3, 0]
    assert Interpreter.objects.count() == 3
    assert Interpreter.objects.order_by("pk").first().person == account.person
    assert sorted(Assignment.objects.values_list("meeting", "state")) == [
        (meetings[0].pk, "accepted"), (meetings[1].pk, "offered"), (meetings[1].pk, "offered"),
    ]  # fmt: skip
    assert Booking.objects.filter(kind=Booking.Kind.INTERPRETER).count() == 1


def test_without_meetings_there_is_the_roster(now):
    interpreters.load([], account=UserFactory(), by=UserFactory(), at=now)
    assert (Interpreter.objects.count(), Assignment.objects.count()) == (3, 0)
