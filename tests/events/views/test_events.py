"""The public pages of events: who sees what, filters, flat queries, the feed."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from icalendar import Calendar

from events.models import Event
from tests.factories.accounts import RoleAssignmentFactory, UserFactory
from tests.factories.directory import OrganisationFactory
from tests.factories.events import (
    EventFactory,
    ProgrammeItemFactory,
    QuotaFactory,
    RegistrationFactory,
    TicketTypeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(now):
    with time_machine.travel(now, tick=False):
        yield


def titles(response):
    return [event.title_en for events in response.context["months"] for event in events]


def page(event):
    return reverse("events:event", args=[event.slug])


class TestList:
    def test_it_shows_what_is_announced_and_not_over_by_month(self, client):
        EventFactory(title_en="May", published=True, starts_at=datetime(2027, 5, 22, 8, tzinfo=UTC))
        EventFactory(title_en="February", published=True)
        EventFactory(title_en="draft")
        EventFactory(title_en="over", published=True, starts_at=datetime(2026, 11, 20, tzinfo=UTC))
        EventFactory(
            title_en="called off", published=True, state=Event.State.CANCELLED,
            cancelled_at=datetime(2026, 11, 1, tzinfo=UTC),
        )  # fmt: skip
        response = client.get(reverse("events:list"))
        assert titles(response) == ["February", "called off", "May"]
        assert b"Called off" in response.content

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("country=DE", ["Düsseldorf"]),
            ("spoken=ja", ["London"]),
            ("month=2027-05", ["London"]),
            ("text=düssel", ["Düsseldorf"]),
            ("text=%E3%83%AD%E3%83%B3%E3%83%89%E3%83%B3", ["London"]),
            ("country=DE&spoken=ja", []),
            ("country=XX", []),
        ],
    )
    def test_filters_narrow_it_together(self, client, query, found):
        EventFactory(title_en="Düsseldorf", published=True)
        EventFactory(
            title_en="London", title_ja="ロンドン", published=True, country="GB", spoken=["ja"],
            starts_at=datetime(2027, 5, 22, 8, tzinfo=UTC),
        )  # fmt: skip
        assert titles(client.get(f"{reverse('events:list')}?{query}")) == found

    def test_a_host_is_found_as_partner_too(self, client):
        host, other = OrganisationFactory(), OrganisationFactory()
        EventFactory(title_en="hosted", published=True, host=host)
        EventFactory(title_en="with", published=True, partner=host)
        EventFactory(title_en="other", published=True, host=other)
        assert titles(client.get(f"{reverse('events:list')}?host={host.pk}")) == ["hosted", "with"]

    @pytest.mark.parametrize(
        "query", ["host=abc", "host=-1", "host=99999999999999999999", "month=2027-13", "spoken=xx", "country=DEU",
                  "text=%00", f"text={'x' * 5000}"]
    )  # fmt: skip
    def test_nonsense_filters_nothing_and_breaks_nothing(self, client, query):
        EventFactory(title_en="one", published=True)
        response = client.get(f"{reverse('events:list')}?{query}")
        assert (response.status_code, titles(response)) == (200, ["one"])

    @pytest.mark.parametrize(
        ("chosen", "sentence"), [("", b"No events are planned"), ("?country=DE", b"No event fits")]
    )
    def test_an_empty_list_says_why(self, client, chosen, sentence):
        assert sentence in client.get(reverse("events:list") + chosen).content

    @pytest.mark.parametrize("number", [1, 3])
    def test_it_costs_three_queries_whatever_its_length(self, client, number, django_assert_num_queries):
        EventFactory.create_batch(number, published=True)
        client.get(reverse("events:list"))
        with django_assert_num_queries(3):  # events, what the filters offer, their hosts
            client.get(reverse("events:list"))


class TestPage:
    def test_everybody_sees_what_where_when_in_the_zone_and_in_japan(self, client):
        event = EventFactory(published=True)
        TicketTypeFactory(event=event, quota__size=120, quota__taken=82)
        ProgrammeItemFactory(event=event)
        text = client.get(page(event)).content.decode()
        for words in ("Tue 16 February 2027, 14:00–19:30", "22:00–03:30", "Düsseldorf", "38 of 120 places left",
                      "Life as an ALT and a CIR", "Register without an account"):  # fmt: skip
            assert words in text, words

    @pytest.mark.parametrize("role", [None, "alumnus", "interpreter"])
    def test_a_draft_does_not_exist_for_outsiders(self, client, role):
        if role:
            client.force_login(RoleAssignmentFactory(role=role).user)
        assert client.get(page(EventFactory())).status_code == 404

    def test_staff_see_the_draft_and_that_it_is_one(self, client):
        client.force_login(RoleAssignmentFactory(role="staff_jetaa").user)
        assert b"Draft, not public yet" in client.get(page(EventFactory())).content

    def test_officers_see_drafts_of_their_own_chapter_only(self, client):
        chapter = OrganisationFactory()
        client.force_login(RoleAssignmentFactory(role="chapter_events", organisation=chapter).user)
        assert client.get(page(EventFactory(host=chapter))).status_code == 200
        assert client.get(page(EventFactory())).status_code == 404

    def test_a_full_event_says_so_kindly_and_offers_no_form(self, client):
        event = EventFactory(published=True)
        TicketTypeFactory(event=event, quota__size=2, quota__taken=2)
        text = client.get(page(event)).content.decode()
        assert "All places are taken at the moment" in text
        assert reverse("events:register", args=[event.slug]) not in text

    @pytest.mark.parametrize(
        ("facts", "sentence"),
        [
            ({"registration_opens_at": datetime(2026, 12, 1, 9, tzinfo=UTC)}, "Registration opens on Tue 1 December"),
            ({"registration_closes_at": datetime(2026, 11, 1, tzinfo=UTC)}, "Registration is closed."),
            (
                {"starts_at": datetime(2026, 11, 1, tzinfo=UTC)},
                "This event is over.",
            ),
            (
                {"state": Event.State.CANCELLED, "cancelled_at": datetime(2026, 11, 1, tzinfo=UTC)},
                "This event was called off.",
            ),
        ],
    )
    def test_a_closed_door_says_why(self, client, facts, sentence):
        event = EventFactory(published=True, **facts)
        TicketTypeFactory(event=event)
        text = client.get(page(event)).content.decode()
        assert sentence in text
        assert reverse("events:register", args=[event.slug]) not in text

    def test_who_holds_a_place_is_led_to_it(self, client):
        registration = RegistrationFactory(person=(user := UserFactory()).person)
        client.force_login(user)
        assert "/events/place/" in client.get(page(registration.event)).content.decode()

    @pytest.mark.parametrize("number", [1, 3])
    def test_it_costs_three_queries_whatever_hangs_on_it(self, client, number, django_assert_num_queries):
        event = EventFactory(published=True)
        for _ in range(number):
            TicketTypeFactory(event=event)
            ProgrammeItemFactory(event=event, title_en=f"Talk {_}")
            QuotaFactory(event=event)
        anew = f"{page(event)}?anew"  # a page without a question in its address would be kept
        client.get(anew)
        with django_assert_num_queries(3):  # event with host and places, ticket types, programme
            client.get(anew)

    def test_shares_of_a_room_are_not_counted_twice(self, client):
        event = EventFactory(published=True)
        room = QuotaFactory(event=event, size=120, taken=20)
        share = QuotaFactory(event=event, size=20, taken=20, in_total=False)
        TicketTypeFactory(event=event, quota=room).quotas.add(share)
        counted = Event.objects.with_places().get()
        assert (counted.places_size, counted.places_gone) == (120, 20)

    def test_one_quota_without_limit_makes_the_event_unlimited(self):
        event = EventFactory(published=True)
        QuotaFactory(event=event, size=30, taken=5, blocked=2)
        QuotaFactory(event=event, size=None, taken=4)
        counted = Event.objects.with_places().get()
        assert (counted.places_size, counted.places_gone) == (None, 11)


class TestFeed:
    def entries(self, response):
        calendar = Calendar.from_ical(response.content)
        return {str(entry["summary"]): entry for entry in calendar.walk("VEVENT")}

    def test_it_holds_public_events_with_their_zone_and_nobody_as_attendee(self, client):
        event = EventFactory(published=True, title_en="Explanation Day")
        RegistrationFactory(ticket_type__event=event, email="secret.canary@example.org")
        EventFactory(title_en="draft")
        response = client.get(reverse("events:feed"))
        entries = self.entries(response)
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        assert list(entries) == ["Explanation Day"]
        assert entries["Explanation Day"]["dtstart"].dt.utcoffset() == timedelta(hours=1)
        assert b"TZID:Europe/Berlin" in response.content
        assert b"ATTENDEE" not in response.content
        assert b"canary" not in response.content

    def test_an_event_that_was_called_off_stays_in_it_as_cancelled(self, client):
        EventFactory(
            title_en="Walk", published=True, state=Event.State.CANCELLED,
            cancelled_at=datetime(2026, 11, 1, tzinfo=UTC), sequence=3,
        )  # fmt: skip
        entry = self.entries(client.get(reverse("events:feed")))["Walk"]
        assert (str(entry["status"]), entry["sequence"]) == ("CANCELLED", 3)

    def test_it_takes_the_filters_of_the_list(self, client):
        EventFactory(title_en="Dublin", published=True, country="IE")
        EventFactory(title_en="Düsseldorf", published=True)
        assert list(self.entries(client.get(f"{reverse('events:feed')}?country=IE"))) == ["Dublin"]
