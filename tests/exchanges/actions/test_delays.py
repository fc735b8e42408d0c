"""A delay on the day: told once to whoever waits, in their languages; on no other day and for no other version."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from clair_portal.mail.models import OutgoingMail
from exchanges.actions import delays
from exchanges.day_errors import NobodyToTell, NotAgreedYet, NothingToDelay, NotItsDay
from exchanges.models import Delay, Itinerary, ItineraryItem, Meeting
from tests.exchanges.planning.visits import CITY_HALL, at, meeting, planned, visit
from tests.factories.exchanges import AssignmentFactory, ItineraryItemFactory
from tests.factories.programme import DelayFactory

pytestmark = pytest.mark.django_db
MORNING = at(18, 9)


@pytest.fixture
def agreed(parties, now):
    case = visit(parties, days=(18, 18))
    one = meeting(case, starts_at=at(18, 10), contact_email="host@example.org", language="de")
    AssignmentFactory(
        meeting=one, state="confirmed", interpreter__person__email="voice@example.org",
        interpreter__person__language="ja",
    )  # fmt: skip
    AssignmentFactory(meeting=one, state="declined", reason="Ill.")
    itinerary = planned(case, parties, now)
    Itinerary.objects.filter(pk=itinerary.pk).update(state="agreed", proposed_at=now)
    return itinerary


def expected(itinerary):
    return itinerary.items.for_pages().select_related("itinerary").get(title_en=CITY_HALL)


def announce(itinerary, parties, minutes=15, moment=MORNING):
    return delays.announce(expected(itinerary), minutes=minutes, by=parties.asks, at=moment)


def mails():
    return list(OutgoingMail.objects.order_by("pk").values_list("template", "to", "language"))


def test_host_and_interpreter_hear_of_it_in_their_languages(agreed, parties):
    delay = announce(agreed, parties)
    assert (delay.minutes, delay.told_by, delay.told_at) == (15, parties.asks, MORNING)
    assert mails() == [
        ("exchanges/host_late", "host@example.org", "de"),
        ("exchanges/interpreter_late", "voice@example.org", "ja"),
    ]
    host, voice = OutgoingMail.objects.order_by("pk")
    assert (host.context["minutes"], host.context["expected"], voice.context["expected"]) == (15, "10:15", "10:15")
    assert (host.context["authority"], voice.context["authority"]) == ("Example City", "見本市")


def test_a_second_click_tells_nobody_and_more_minutes_are_told_again(agreed, parties):
    announce(agreed, parties)
    announce(agreed, parties, moment=MORNING + timedelta(seconds=2))
    assert (Delay.objects.count(), len(mails())) == (1, 2)
    announce(agreed, parties, minutes=30)
    assert (list(Delay.objects.order_by("pk").values_list("minutes", flat=True)), len(mails())) == ([15, 30], 4)


@pytest.mark.parametrize("moment", [at(17, 23, 30), at(19, 9), at(18, 11)])
def test_not_the_day_before_not_after_and_not_when_it_is_over(agreed, parties, moment):
    with pytest.raises(NotItsDay):
        announce(agreed, parties, moment=moment)
    assert (mails(), Delay.objects.count()) == ([], 0)


def test_the_day_is_that_of_the_place(agreed, parties):
    announce(agreed, parties, moment=at(18, 1) - timedelta(minutes=45))  # still the 17th in UTC
    assert len(mails()) == 2


@pytest.mark.parametrize("state", ["draft", "proposed", "replaced"])
def test_only_for_what_is_agreed(agreed, parties, now, state):
    Itinerary.objects.filter(pk=agreed.pk).update(state=state, proposed_at=None if state == "draft" else now)
    with pytest.raises(NotAgreedYet):
        announce(agreed, parties)
    assert mails() == []


def test_a_meeting_that_was_called_off_and_a_lunch_wait_for_nobody(agreed, parties):
    lunch = ItineraryItemFactory(itinerary=agreed, starts_at=at(18, 12), ends_at=at(18, 13))
    lunch = ItineraryItem.objects.select_related("itinerary").get(pk=lunch.pk)
    with pytest.raises(NothingToDelay):
        delays.announce(lunch, minutes=15, by=parties.asks, at=MORNING)
    Meeting.objects.filter(items__itinerary=agreed).update(state="cancelled")
    with pytest.raises(NothingToDelay):
        announce(agreed, parties)
    assert mails() == []


def test_without_any_address_the_office_must_ring(agreed, parties):
    Meeting.objects.filter(items__itinerary=agreed).update(contact_email="")
    announce(agreed, parties)
    assert [to for _template, to, _language in mails()] == ["voice@example.org"]
    expected(agreed).meeting.assignments.update(state="cancelled", reason="Ill.", cancellation_fee=0)
    with pytest.raises(NobodyToTell):
        announce(agreed, parties, minutes=30)


def test_the_database_knows_four_lengths_and_each_once():
    delay = DelayFactory()
    for facts in ({"minutes": 15}, {"minutes": 20}):
        with pytest.raises(IntegrityError), transaction.atomic():
            DelayFactory(item=delay.item, **facts)
    assert str(delay).endswith("+15")
