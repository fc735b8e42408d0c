"""Factories of events, their quotas, ticket types and registrations."""

from datetime import UTC, datetime, timedelta

import factory

from clair_portal.directory.models import Organisation
from events.models import (
    Event,
    EventTransition,
    ProgrammeItem,
    Quota,
    Registration,
    RegistrationTransition,
    TicketType,
)
from tests.factories.directory import OrganisationFactory, PersonFactory

STARTS = datetime(2027, 2, 16, 13, 0, tzinfo=UTC)


class EventFactory(factory.django.DjangoModelFactory):
    """A draft of an event in Düsseldorf, open for registration at the tests' `now` once it is published."""

    class Meta:
        model = Event

    class Params:
        published = factory.Trait(state=Event.State.PUBLISHED, published_at=datetime(2026, 10, 1, tzinfo=UTC))

    number = factory.Sequence(lambda n: f"EVT-2026-{n:04}")
    slug = factory.Sequence(lambda n: f"explanation-day-{n:04}")
    kind = Event.Kind.EXPLANATION
    host = factory.SubFactory(OrganisationFactory, kind=Organisation.Kind.OFFICE)
    title_en = "JET Programme Explanation Day"
    title_ja = "JETプログラム説明会"
    summary_en = "An afternoon for everyone who thinks about going to Japan."
    spoken = ["en", "de"]
    starts_at = STARTS
    ends_at = factory.LazyAttribute(lambda event: event.starts_at + timedelta(hours=5, minutes=30))
    zone = "Europe/Berlin"
    place = "Japan House"
    city = "Düsseldorf"
    country = "DE"
    registration_opens_at = datetime(2026, 10, 1, tzinfo=UTC)
    registration_closes_at = factory.LazyAttribute(lambda event: event.starts_at)
    cancel_until_at = factory.LazyAttribute(lambda event: event.starts_at - timedelta(days=1))
    created_at = datetime(2026, 9, 1, tzinfo=UTC)


class EventTransitionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EventTransition

    subject = factory.SubFactory(EventFactory)
    to_state = Event.State.DRAFT
    at = datetime(2026, 9, 1, tzinfo=UTC)


class ProgrammeItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ProgrammeItem

    event = factory.SubFactory(EventFactory)
    starts_at = STARTS
    title_en = "Life as an ALT and a CIR"


class QuotaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Quota

    event = factory.SubFactory(EventFactory, published=True)
    name = factory.Sequence(lambda n: f"Room {n}")
    size = 120


class TicketTypeFactory(factory.django.DjangoModelFactory):
    """A ticket type that draws from one quota of its event: `TicketTypeFactory(quota__size=2)`."""

    class Meta:
        model = TicketType
        skip_postgeneration_save = True

    event = factory.SubFactory(EventFactory, published=True)
    name_en = factory.Sequence(lambda n: f"Guest {n}")

    @factory.post_generation
    def quota(self, create, extracted, **facts):
        self.quotas.add(extracted or QuotaFactory(event=self.event, **facts))


class RegistrationFactory(factory.django.DjangoModelFactory):
    """A bare row; tests that care about counts register through the action."""

    class Meta:
        model = Registration

    ticket_type = factory.SubFactory(TicketTypeFactory)
    event = factory.SelfAttribute("ticket_type.event")
    person = factory.SubFactory(PersonFactory)
    email = factory.SelfAttribute("person.email")
    language = "en-gb"
    registered_at = datetime(2026, 11, 1, tzinfo=UTC)


class RegistrationTransitionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RegistrationTransition

    subject = factory.SubFactory(RegistrationFactory)
    to_state = Registration.State.CONFIRMED
    at = datetime(2026, 11, 1, tzinfo=UTC)
