"""The event page is kept for visitors: whatever changes on it, changes for the next visitor."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from clair_portal.directory.models import Organisation
from events.models import Event, ProgrammeItem, Quota, TicketType
from tests.factories.directory import OrganisationFactory
from tests.factories.events import EventFactory, ProgrammeItemFactory, QuotaFactory, TicketTypeFactory

pytestmark = pytest.mark.django_db

CHANGES = {
    "the title": lambda event: Event.objects.update(title_en="Renamed"),
    "the place": lambda event: Event.objects.update(place="Town hall"),
    "the host": lambda event: Organisation.objects.filter(pk=event.host_id).update(name_en="Another office"),
    "the partner": lambda event: Organisation.objects.filter(pk=event.partner_id).update(name_en="Another chapter"),
    "another partner": lambda event: Event.objects.update(partner=OrganisationFactory(name_en="A third chapter")),
    "a talk": lambda event: ProgrammeItem.objects.update(title_en="A quiz"),
    "one talk more": lambda event: ProgrammeItemFactory(event=event, title_en="Questions"),
    "no talk": lambda event: ProgrammeItem.objects.all().delete(),
    "a place taken": lambda event: event.quotas.filter(in_total=True).update(taken=5),
    "a place kept": lambda event: event.quotas.filter(in_total=True).update(blocked=5),
    "a bigger room": lambda event: Quota.objects.update(size=500),
    "one room more": lambda event: QuotaFactory(event=event, size=10),
    "nothing offered": lambda event: TicketType.objects.update(is_offered=False),
    "another room": lambda event: TicketType.objects.get().quotas.set([event.quotas.get(name="The full room")]),
}


@pytest.fixture
def event():
    event = EventFactory(published=True, partner=OrganisationFactory(name_en="A chapter"))
    TicketTypeFactory(event=event, quota__size=120)
    QuotaFactory(event=event, name="The full room", size=1, taken=1, in_total=False)
    ProgrammeItemFactory(event=event)
    return event


@pytest.fixture
def text(client, event):
    """The page's middle as the next visitor sees it, tokens aside."""
    return lambda: client.get(reverse("events:event", args=[event.slug])).text.split("<main")[1].split("</main>")[0]


@pytest.mark.parametrize("change", CHANGES)
def test_the_next_visitor_sees_the_change(event, text, change, now):
    with time_machine.travel(now, tick=False):
        before = text()
        assert text() == before
        CHANGES[change](event)
        assert text() != before


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 9, 30, tzinfo=UTC), "Opens soon"),
        (datetime(2026, 10, 1, tzinfo=UTC), "Registration open"),
        (datetime(2027, 2, 16, 13, 0, tzinfo=UTC) - timedelta(seconds=1), "Registration open"),
        (datetime(2027, 2, 16, 13, 0, tzinfo=UTC), "Registration closed"),
        (datetime(2027, 2, 16, 18, 30, tzinfo=UTC), "Over"),
    ],
)
def test_time_changes_it_too(event, text, now, moment, words):
    with time_machine.travel(now, tick=False):
        assert "Registration open" in text()
    with time_machine.travel(moment, tick=False):
        assert words in text()


def test_a_place_given_back_after_the_page_was_kept_is_free_again(event, text, now):
    with time_machine.travel(now, tick=False):
        before = text()
        event.quotas.filter(in_total=True).update(taken=1)
        assert text() != before
        event.quotas.filter(in_total=True).update(taken=0)
        assert text() == before


def test_a_visitor_costs_one_query_once_the_page_is_kept(client, event, now, django_assert_num_queries):
    with time_machine.travel(now, tick=False):
        client.get(reverse("events:event", args=[event.slug]))
        with django_assert_num_queries(1):
            client.get(reverse("events:event", args=[event.slug]))
