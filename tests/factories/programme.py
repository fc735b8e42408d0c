"""Factories of what happens on the day of a programme."""

from datetime import UTC, datetime

import factory

from exchanges.models import Delay
from tests.factories.accounts import UserFactory
from tests.factories.exchanges import ItineraryItemFactory


class DelayFactory(factory.django.DjangoModelFactory):
    """A quarter of an hour, told in the morning."""

    class Meta:
        model = Delay

    item = factory.SubFactory(ItineraryItemFactory)
    minutes = Delay.Minutes.FIFTEEN
    told_at = datetime(2027, 5, 17, 8, 0, tzinfo=UTC)
    told_by = factory.SubFactory(UserFactory)
