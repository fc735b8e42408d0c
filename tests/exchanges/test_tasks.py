"""The beat's bell for offers: what is due ends, the next one is asked, everything from the rows alone."""

import pytest
import time_machine

from clair_portal.mail.models import OutgoingMail
from clair_portal.schedule import SCHEDULE
from exchanges import tasks
from exchanges.models import Assignment
from tests.factories.exchanges import AssignmentFactory

pytestmark = pytest.mark.django_db


def test_offers_end_and_the_line_goes_on():
    first = AssignmentFactory()
    second = AssignmentFactory(meeting=first.meeting, round=first.round, position=1, state="queued", offered_at=None)
    with time_machine.travel(first.expires_at, tick=False):
        for _ring in range(2):
            tasks.sweep_offers.apply()
    found = {row.pk: row.state for row in Assignment.objects.all()}
    assert found == {first.pk: "expired", second.pk: "offered"}
    assert OutgoingMail.objects.filter(template="exchanges/interpreter_offer").count() == 1


def test_it_is_rung_every_few_minutes():
    assert SCHEDULE["offers-sweep"]["task"] == tasks.sweep_offers.name
    assert SCHEDULE["offers-sweep"]["schedule"] <= 300
