"""Published figures and duties of the programme."""

import factory

from jet.models import Duty, PublishedFigure
from tests.factories.directory import SourceFactory


class PublishedFigureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PublishedFigure

    year = 2024
    dimension = PublishedFigure.Dimension.TOTAL
    value = 5861
    source = factory.SubFactory(SourceFactory)


class DutyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Duty

    key = factory.Sequence(lambda n: f"duty-{n}")
    place = factory.Sequence(lambda n: n)
    actor_en = "CLAIR"
    text_en = "Allocates participants."
    source = factory.SubFactory(SourceFactory)
