"""Placement requests, wishes, allocation runs, pins and places."""

from datetime import UTC, datetime

import factory

from jet.models import (
    AllocationPlace,
    AllocationPlaceTransition,
    AllocationRun,
    AllocationRunTransition,
    Pin,
    PlacementRequest,
    PlacementRequestTransition,
    Preference,
)
from tests.factories.accounts import UserFactory
from tests.factories.jet import ArrivalGroupFactory, ContractingOrganisationFactory, ParticipantFactory

ASKED = datetime(2026, 1, 20, 9, 0, tzinfo=UTC)
PUBLIC = (AllocationRun.State.PUBLISHED, AllocationRun.State.SUPERSEDED)


class PlacementRequestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PlacementRequest

    number = factory.Sequence(lambda n: f"PR-2026-{n:04d}")
    employer = factory.SubFactory(ContractingOrganisationFactory)
    arrival_group = factory.SubFactory(ArrivalGroupFactory)
    duties = "Teaching at two schools."
    asked_by = factory.SubFactory(UserFactory)
    created_at = ASKED


class PlacementRequestTransitionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PlacementRequestTransition

    subject = factory.SubFactory(PlacementRequestFactory)
    to_state = PlacementRequest.State.DRAFT
    at = ASKED


class PreferenceFactory(factory.django.DjangoModelFactory):
    """No preference, unless a wish or an area is given."""

    class Meta:
        model = Preference

    participant = factory.SubFactory(ParticipantFactory)
    first = None
    area = Preference._meta.get_field("area").default
    anywhere = factory.LazyAttribute(lambda made: made.first is None and made.area == "any")
    written_at = ASKED


class AllocationRunFactory(factory.django.DjangoModelFactory):
    """A draft; `state` adds the people that it presupposes. Its seal is empty: the real ones are made by the job."""

    class Meta:
        model = AllocationRun

    arrival_group = factory.SubFactory(ArrivalGroupFactory)
    seed = "2026 A"
    rules = "2026-1"
    input_hash = "0" * 64
    sealed = b""
    made_by = factory.SubFactory(UserFactory)
    made_at = ASKED
    proposed_by = factory.Maybe(
        factory.LazyAttribute(lambda made: made.state in ("proposed", *PUBLIC)), factory.SubFactory(UserFactory)
    )
    proposed_at = factory.LazyAttribute(lambda made: ASKED if made.proposed_by else None)
    published_by = factory.Maybe(
        factory.LazyAttribute(lambda made: made.state in PUBLIC), factory.SubFactory(UserFactory)
    )
    published_at = factory.LazyAttribute(lambda made: ASKED if made.published_by else None)
    state = AllocationRun.State.DRAFT


class AllocationRunTransitionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AllocationRunTransition

    subject = factory.SubFactory(AllocationRunFactory)
    to_state = AllocationRun.State.DRAFT
    at = ASKED


class PinFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Pin

    kind = Pin.Kind.PIN
    request = factory.SubFactory(PlacementRequestFactory)
    participant = factory.SubFactory(ParticipantFactory)
    reason = "A doctor is near."
    by = factory.SubFactory(UserFactory)
    at = ASKED


class AllocationPlaceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AllocationPlace

    run = factory.SubFactory(AllocationRunFactory)
    participant = factory.SubFactory(ParticipantFactory)
    request = factory.SubFactory(PlacementRequestFactory)
    rank = factory.LazyAttribute(lambda made: 1 if made.request else None)


class AllocationPlaceTransitionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AllocationPlaceTransition

    subject = factory.SubFactory(AllocationPlaceFactory)
    to_state = AllocationPlace.State.PLANNED
    at = ASKED
