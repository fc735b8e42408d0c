"""Preparing, publishing and calling off events."""

from datetime import timedelta

import pytest

from clair_portal.mail.models import OutgoingMail
from clair_portal.workflow import IllegalMove, Outdated
from events.actions import events, registrations
from events.errors import AlreadyOver, NoPlaceLeft, NothingToRegisterFor, RegistrationClosed
from events.models import Event, Quota, Registration
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganisationFactory, PersonFactory
from tests.factories.events import EventFactory, TicketTypeFactory

pytestmark = pytest.mark.django_db


def draft():
    return TicketTypeFactory(event=EventFactory()).event


class TestCreate:
    def test_a_new_event_is_a_draft_with_a_number_and_an_address(self, now):
        user = UserFactory()
        event = events.create(EventFactory.build(host=OrganisationFactory(), number="", slug=""), by=user, at=now)
        assert (event.state, event.number) == (Event.State.DRAFT, "EVT-2026-0001")
        assert event.slug == "jet-programme-explanation-day-0001"
        assert [(row.to_state, row.by, row.at) for row in event.transitions.all()] == [("draft", user, now)]

    def test_two_events_of_one_title_have_two_addresses(self, now):
        host = OrganisationFactory()
        slugs = {events.create(EventFactory.build(host=host), by=None, at=now).slug for _ in range(2)}
        assert len(slugs) == 2


class TestEdit:
    def test_a_new_time_counts_up_the_sequence_and_other_words_do_not(self, now):
        event = EventFactory()
        events.edit(event, changes={"summary_en": "new"}, by=None, at=now)
        assert (event.sequence, event.version, event.summary_en) == (0, 2, "new")
        events.edit(event, changes={"place": "Town hall"}, by=None, at=now)
        assert (event.sequence, event.version) == (1, 3)

    def test_the_second_of_two_editors_overwrites_nothing(self, now):
        first = EventFactory()
        second = Event.objects.get()
        events.edit(first, changes={"title_en": "first"}, by=None, at=now)
        with pytest.raises(Outdated):
            events.edit(second, changes={"title_en": "second"}, by=None, at=now)
        assert Event.objects.get().title_en == "first"


class TestPublish:
    def test_it_opens_the_event_to_everybody(self, now):
        event, user = draft(), UserFactory()
        events.publish(event, by=user, at=now)
        stored = Event.objects.get()
        assert (stored.state, stored.published_at) == (Event.State.PUBLISHED, now)

    def test_an_event_for_which_nobody_could_register_is_not_published(self, now):
        with pytest.raises(NothingToRegisterFor):
            events.publish(EventFactory(), by=None, at=now)
        only_hidden = TicketTypeFactory(event=EventFactory(), is_offered=False).event
        with pytest.raises(NothingToRegisterFor):
            events.publish(only_hidden, by=None, at=now)

    def test_an_event_in_the_past_is_not_published(self, now):
        with pytest.raises(AlreadyOver):
            events.publish(draft(), by=None, at=now + timedelta(days=365))

    def test_twice_is_once(self, now):
        event = draft()
        events.publish(event, by=None, at=now)
        with pytest.raises(IllegalMove):
            events.publish(event, by=None, at=now)
        assert event.transitions.count() == 1


class TestCancel:
    def registered(self, ticket_type, now, number=2):
        people = PersonFactory.create_batch(number)
        return [
            registrations.register(ticket_type, person=person, email=person.email, language="de", by=None, at=now)
            for person in people
        ]

    def test_everybody_with_a_place_is_told_why_and_nobody_else(self, now):
        ticket_type, user = TicketTypeFactory(), UserFactory()
        coming, gone = self.registered(ticket_type, now)
        registrations.cancel(gone, by=None, at=now)
        events.cancel(ticket_type.event, by=user, at=now, reason="storm")
        told = OutgoingMail.objects.filter(template="events/event_cancelled")
        assert [(mail.to, mail.context["reason"]) for mail in told] == [(coming.email, "storm")]
        states = dict(Registration.objects.values_list("pk", "state"))
        assert states == {coming.pk: "cancelled_by_event", gone.pk: "cancelled"}
        assert coming.transitions.latest("pk").reason == "storm"

    def test_afterwards_nobody_gets_a_place_not_even_from_an_old_page(self, now):
        ticket_type = TicketTypeFactory()
        old_page = type(ticket_type).objects.select_related("event").get()
        events.cancel(ticket_type.event, by=None, at=now, reason="storm")
        assert list(Quota.objects.values_list("is_open", "taken")) == [(False, 0)]
        for page, refusal in ((old_page, NoPlaceLeft), (ticket_type, RegistrationClosed)):
            person = PersonFactory()
            with pytest.raises(refusal):
                registrations.register(page, person=person, email=person.email, language="de", by=None, at=now)

    def test_a_draft_or_an_event_that_is_over_is_not_called_off(self, now):
        with pytest.raises(IllegalMove):
            events.cancel(draft(), by=None, at=now, reason="storm")
        with pytest.raises(AlreadyOver):
            events.cancel(EventFactory(published=True), by=None, at=now + timedelta(days=365), reason="storm")

    def test_its_cost_does_not_grow_statement_by_statement_with_the_guests(self, now, django_assert_max_num_queries):
        ticket_type = TicketTypeFactory()
        self.registered(ticket_type, now, number=30)
        with django_assert_max_num_queries(14):
            events.cancel(ticket_type.event, by=None, at=now, reason="storm")
