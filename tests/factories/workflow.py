"""Factories of the workflow package."""

import factory

from clair_portal.workflow.models import NumberSeries


class NumberSeriesFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = NumberSeries

    name = factory.Sequence(lambda n: f"TEST-{2000 + n}")
    last = 1
