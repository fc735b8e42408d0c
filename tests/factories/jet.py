"""Participants, their employers, placements and terms."""

from datetime import UTC, date, datetime, timedelta

import factory

from clair_portal.directory.models import Organisation
from jet.models import (
    ArrivalGroup,
    ContractingOrganisation,
    EmergencyContact,
    LanguageSkill,
    Participant,
    ParticipantTransition,
    Placement,
    Term,
)
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganisationFactory, PersonFactory, PrefectureFactory

INVITED = datetime(2026, 4, 20, 9, 0, tzinfo=UTC)
ENDED = (Participant.State.COMPLETED, Participant.State.ENDED_EARLY)


class ArrivalGroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ArrivalGroup
        django_get_or_create = ("year", "code")

    year = 2026
    code = "A"
    arrives_on = factory.LazyAttribute(lambda made: date(made.year, 8, 2))


class ContractingOrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ContractingOrganisation

    organisation = factory.SubFactory(OrganisationFactory, kind=Organisation.Kind.AUTHORITY, country="JP")
    kind = ContractingOrganisation.Kind.AUTHORITY
    prefecture = factory.SubFactory(PrefectureFactory)
    host_organisation = factory.SelfAttribute("prefecture.organisation")


class ParticipantFactory(factory.django.DjangoModelFactory):
    """Somebody invited and not yet there; `state="serving"` for one who is, without placement and terms."""

    class Meta:
        model = Participant

    jet_number = factory.Sequence(lambda n: f"2026{n:07d}")
    person = factory.SubFactory(PersonFactory)
    passport_name = factory.LazyAttribute(lambda made: f"{made.person.given} {made.person.family}".upper())
    nationality = "GB"
    position = Participant.Position.ALT
    arrival_group = factory.SubFactory(ArrivalGroupFactory)
    state = Participant.State.EXPECTED
    created_at = INVITED
    ended_on = factory.LazyAttribute(lambda made: date(2027, 7, 31) if made.state in ENDED else None)


class ParticipantTransitionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ParticipantTransition

    subject = factory.SubFactory(ParticipantFactory)
    to_state = Participant.State.EXPECTED
    at = INVITED
    by = factory.SubFactory(UserFactory)


class LanguageSkillFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LanguageSkill

    participant = factory.SubFactory(ParticipantFactory)
    language = "ja"
    level = LanguageSkill.Level.N3


class EmergencyContactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EmergencyContact

    participant = factory.SubFactory(ParticipantFactory)
    name = "Robin Example"
    relation = "sister"
    phone = "+44 20 7946 0000"


class PlacementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Placement

    participant = factory.SubFactory(ParticipantFactory, state=Participant.State.SERVING)
    employer = factory.SubFactory(ContractingOrganisationFactory)
    first_on = date(2026, 8, 3)


class TermFactory(factory.django.DjangoModelFactory):
    """The terms of one participant follow each other: `number` moves the days along."""

    class Meta:
        model = Term

    participant = factory.SubFactory(ParticipantFactory, state=Participant.State.SERVING)
    number = 1
    first_on = factory.LazyAttribute(lambda made: date(2025 + made.number, 8, 3))
    last_on = factory.LazyAttribute(lambda made: date(made.first_on.year + 1, 8, 3) - timedelta(days=1))
    exception = factory.LazyAttribute(lambda made: "Asked for by the school." if made.number > 3 else "")
