"""Factories of the office's memory of hosts."""

from datetime import date

import factory

from exchanges.models import HostNote
from tests.factories.accounts import UserFactory
from tests.factories.exchanges import BEGUN, HostFactory


class HostNoteFactory(factory.django.DjangoModelFactory):
    """A note of October; `kind="promise"` for an open promise."""

    class Meta:
        model = HostNote

    host = factory.SubFactory(HostFactory)
    happened_on = date(2026, 10, 1)
    text = "They like questions two weeks ahead."
    noted_by = factory.SubFactory(UserFactory)
    noted_at = BEGUN
