"""Factories of visit cases and what hangs on them."""

from datetime import UTC, date, datetime, timedelta

import factory

from clair_portal.directory.models import Organisation
from exchanges.models import (
    Assignment,
    AssignmentTransition,
    Booking,
    CaseMessage,
    CaseTransition,
    Delegate,
    Host,
    Interpreter,
    Itinerary,
    ItineraryItem,
    ItineraryTransition,
    LanguagePair,
    Meeting,
    MeetingSlot,
    MeetingTransition,
    Theme,
    TravelTime,
    VisitCase,
)
from exchanges.models.assignments import TAKEN, WORKED
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganisationFactory, PersonFactory

BEGUN = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)


class VisitCaseFactory(factory.django.DjangoModelFactory):
    """A sounding-out that the office has still to answer; `state="draft"` for one that was not sent yet."""

    class Meta:
        model = VisitCase

    number = factory.Sequence(lambda n: f"VS-2026-{n:03}")
    state = VisitCase.State.ENQUIRY
    authority = factory.SubFactory(OrganisationFactory, kind=Organisation.Kind.AUTHORITY)
    branch = factory.SubFactory(OrganisationFactory, kind=Organisation.Kind.BRANCH)
    office = factory.SubFactory(OrganisationFactory, kind=Organisation.Kind.OFFICE, country="GB")
    asked_by = factory.SubFactory(UserFactory)
    title = "Elderly care in cities"
    purpose = "We want to learn how cities look after old people who live alone."
    country = "GB"
    city = "Leeds"
    first_on = date(2027, 5, 17)
    last_on = date(2027, 5, 21)
    created_at = BEGUN


class CaseTransitionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CaseTransition

    subject = factory.SubFactory(VisitCaseFactory)
    to_state = VisitCase.State.DRAFT
    at = BEGUN


class ThemeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Theme

    case = factory.SubFactory(VisitCaseFactory)
    title = factory.Sequence(lambda n: f"Day care {n}")
    questions = "Who pays?\nWho decides?"


class DelegateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Delegate

    case = factory.SubFactory(VisitCaseFactory)
    family = "Mihon"
    given = factory.Sequence(lambda n: f"Robin {n}")


class CaseMessageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CaseMessage

    case = factory.SubFactory(VisitCaseFactory)
    written_by = factory.SubFactory(UserFactory)
    written_at = BEGUN
    text = "When do you need the list of names?"


class HostFactory(factory.django.DjangoModelFactory):
    """A body in Leeds that receives visitors."""

    class Meta:
        model = Host

    organisation = factory.SubFactory(OrganisationFactory, kind=Organisation.Kind.OTHER, country="GB")
    city = "Leeds"
    contact_name = "Kim Example"
    contact_email = factory.Sequence(lambda n: f"host{n}@example.org")


class MeetingFactory(factory.django.DjangoModelFactory):
    """A meeting that is wanted; `confirmed=True` for one on 18 May 2027 at 10:00 in Leeds."""

    class Meta:
        model = Meeting

    class Params:
        confirmed = factory.Trait(
            state=Meeting.State.CONFIRMED,
            starts_at=datetime(2027, 5, 18, 9, 0, tzinfo=UTC),
            ends_at=datetime(2027, 5, 18, 10, 0, tzinfo=UTC),
        )

    case = factory.SubFactory(VisitCaseFactory, state=VisitCase.State.PLANNING)
    host = factory.SubFactory(HostFactory)
    topic = "How the city finds people who live alone"
    contact_name = "Kim Example"
    contact_email = factory.SelfAttribute("host.contact_email")
    created_at = BEGUN


class MeetingSlotFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MeetingSlot

    meeting = factory.SubFactory(MeetingFactory)
    starts_at = datetime(2027, 5, 18, 9, 0, tzinfo=UTC)


class MeetingTransitionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MeetingTransition

    subject = factory.SubFactory(MeetingFactory)
    to_state = Meeting.State.WANTED
    at = BEGUN


class BookingFactory(factory.django.DjangoModelFactory):
    """The first sub-group of a delegation, taken for a confirmed meeting."""

    class Meta:
        model = Booking

    meeting = factory.SubFactory(MeetingFactory, confirmed=True)
    kind = Booking.Kind.PARTY
    resource = factory.LazyAttribute(lambda booking: booking.meeting.case_id * Booking.PARTIES)
    starts_at = factory.SelfAttribute("meeting.starts_at")
    ends_at = factory.SelfAttribute("meeting.ends_at")


class InterpreterFactory(factory.django.DjangoModelFactory):
    """Somebody in Leeds who interprets between English and Japanese, consecutively, for 60 pounds an hour."""

    class Meta:
        model = Interpreter
        skip_postgeneration_save = True

    person = factory.SubFactory(PersonFactory)
    modes = ["consecutive"]
    city = "Leeds"
    hour_rate = 6000
    half_day_rate = 22000
    day_rate = 40000

    @factory.post_generation
    def directions(self, create, extracted, **facts):
        for pair in extracted if extracted is not None else ("en>ja", "ja>en"):
            source, _to, target = pair.partition(">")
            LanguagePairFactory(interpreter=self, source=source, target=target)


class LanguagePairFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LanguagePair

    interpreter = factory.SubFactory(InterpreterFactory, directions=())
    source = "en"
    target = "ja"


class AssignmentFactory(factory.django.DjangoModelFactory):
    """An offer that is open for two days; `state="accepted"` for one that was taken (without its booking)."""

    class Meta:
        model = Assignment

    meeting = factory.SubFactory(MeetingFactory, confirmed=True)
    interpreter = factory.SubFactory(InterpreterFactory)
    state = Assignment.State.OFFERED
    pairs = ["en>ja", "ja>en"]
    starts_at = factory.SelfAttribute("meeting.starts_at")
    ends_at = factory.SelfAttribute("meeting.ends_at")
    fee = 12000
    currency = "GBP"
    created_at = BEGUN
    offered_at = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    expires_at = factory.LazyAttribute(lambda one: one.offered_at + timedelta(days=2) if one.offered_at else None)
    accepted_at = factory.LazyAttribute(lambda one: BEGUN if one.state in (*TAKEN, *WORKED) else None)


class AssignmentTransitionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AssignmentTransition

    subject = factory.SubFactory(AssignmentFactory)
    to_state = Assignment.State.OFFERED
    at = BEGUN


class ItineraryFactory(factory.django.DjangoModelFactory):
    """A draft; `proposed=True` for a version that the authority sees."""

    class Meta:
        model = Itinerary

    class Params:
        proposed = factory.Trait(state=Itinerary.State.PROPOSED, proposed_at=BEGUN)

    case = factory.SubFactory(VisitCaseFactory, state=VisitCase.State.PLANNING)
    number = factory.Sequence(lambda n: n + 1)
    status = Itinerary.Status.OPTIMAL
    made_at = BEGUN
    made_by = factory.SubFactory(UserFactory)


class ItineraryItemFactory(factory.django.DjangoModelFactory):
    """A lunch on the first day."""

    class Meta:
        model = ItineraryItem

    itinerary = factory.SubFactory(ItineraryFactory)
    kind = ItineraryItem.Kind.MEAL
    starts_at = datetime(2027, 5, 17, 11, 0, tzinfo=UTC)
    ends_at = datetime(2027, 5, 17, 11, 45, tzinfo=UTC)


class ItineraryTransitionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ItineraryTransition

    subject = factory.SubFactory(ItineraryFactory)
    to_state = Itinerary.State.DRAFT
    at = BEGUN


class TravelTimeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TravelTime

    from_place = factory.Sequence(lambda n: f"Leeds {n}")
    to_place = "York"
    minutes = 40
