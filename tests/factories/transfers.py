"""Transfer requests with their wishes, swap cycles with their parts and consents."""

from datetime import UTC, date, datetime

import factory

from jet.models import (
    SwapCycle,
    SwapCycleTransition,
    SwapMove,
    TransferConsent,
    TransferRequest,
    TransferRequestTransition,
    TransferWish,
)
from tests.factories.accounts import UserFactory
from tests.factories.directory import PrefectureFactory
from tests.factories.jet import ContractingOrganisationFactory, ParticipantFactory

ASKED = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


class TransferRequestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TransferRequest

    number = factory.Sequence(lambda n: f"TR-2026-{n:04d}")
    participant = factory.SubFactory(ParticipantFactory, state="serving")
    ground = TransferRequest.Ground.HEALTH
    explanation = "The clinic is far away."
    created_at = ASKED


class TransferRequestTransitionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TransferRequestTransition

    subject = factory.SubFactory(TransferRequestFactory)
    to_state = TransferRequest.State.DRAFT
    at = ASKED


class TransferWishFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TransferWish

    request = factory.SubFactory(TransferRequestFactory)
    rank = 1
    prefecture = factory.SubFactory(PrefectureFactory)


class SwapCycleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SwapCycle

    number = factory.Sequence(lambda n: f"SC-2026-{n:04d}")
    effective_on = date(2027, 4, 1)
    fingerprint = factory.Sequence(lambda n: f"{n:024x}")
    proposed_by = factory.SubFactory(UserFactory)
    proposed_at = ASKED


class SwapCycleTransitionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SwapCycleTransition

    subject = factory.SubFactory(SwapCycleFactory)
    to_state = SwapCycle.State.ASKED
    at = ASKED


class SwapMoveFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SwapMove

    cycle = factory.SubFactory(SwapCycleFactory)
    request = factory.SubFactory(TransferRequestFactory, state="matched")
    place = 1
    leaves = factory.SubFactory(ContractingOrganisationFactory)
    joins = factory.SubFactory(ContractingOrganisationFactory)
    rank = 1


class TransferConsentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TransferConsent

    cycle = factory.SubFactory(SwapCycleFactory)
    employer = factory.SubFactory(ContractingOrganisationFactory)
