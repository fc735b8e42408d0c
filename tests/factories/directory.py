"""Factories of the directory; the people are plainly synthetic."""

from datetime import UTC, datetime

import factory

from clair_portal.directory.models import FormerName, Organisation, Person


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    kind = Organisation.Kind.OTHER
    name_en = factory.Sequence(lambda n: f"Organisation {n}")
    country = "GB"


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person

    family = factory.Sequence(lambda n: f"Example{n}")
    given = "Robin"
    email = factory.Sequence(lambda n: f"robin{n}@example.org")
    email_verified_at = datetime(2026, 1, 1, tzinfo=UTC)
    created_at = datetime(2026, 1, 1, tzinfo=UTC)


class FormerNameFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FormerName

    person = factory.SubFactory(PersonFactory)
    family = "Earlier"
