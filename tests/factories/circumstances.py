"""Special circumstances, their moves and the panel's votes."""

from datetime import UTC, date, datetime

import factory

from jet.models import Circumstance, CircumstanceTransition, CircumstanceVote
from jet.models.circumstances import REFUSED_ONCE
from tests.factories.accounts import UserFactory
from tests.factories.directory import PrefectureFactory
from tests.factories.jet import ParticipantFactory

ASKED = datetime(2026, 2, 1, 9, 0, tzinfo=UTC)


class CircumstanceFactory(factory.django.DjangoModelFactory):
    """Somebody who has to be in a prefecture; `employer=…, prefecture=None` for one organisation."""

    class Meta:
        model = Circumstance

    participant = factory.SubFactory(ParticipantFactory)
    criterion = Circumstance.Criterion.HEALTH
    told = "The hospital that knows me is there."
    prefecture = factory.SubFactory(PrefectureFactory)
    submitted_at = ASKED
    state = Circumstance.State.SUBMITTED
    appeal_until_on = factory.LazyAttribute(lambda made: date(2026, 12, 31) if made.state in REFUSED_ONCE else None)
    appeal = factory.LazyAttribute(
        lambda made: "A paper was not looked at." if made.state == Circumstance.State.APPEALED else ""
    )


class CircumstanceTransitionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CircumstanceTransition

    subject = factory.SubFactory(CircumstanceFactory)
    to_state = Circumstance.State.SUBMITTED
    at = ASKED


class CircumstanceVoteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CircumstanceVote

    circumstance = factory.SubFactory(CircumstanceFactory)
    round = 1
    says_yes = True
    reason = "There is no other such hospital."
    by = factory.SubFactory(UserFactory)
    at = ASKED
