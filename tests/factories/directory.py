"""Factories of the directory; the people are plainly synthetic and searchable as the actions make them."""

from datetime import UTC, date, datetime

import factory

from clair_portal.directory.actions import organisations, people
from clair_portal.directory.codes import with_check_digit
from clair_portal.directory.models import (
    Branch,
    Designation,
    FormerName,
    LocalAuthority,
    Office,
    OfficeCountry,
    Organisation,
    Person,
    Position,
    ReferenceLoad,
    Source,
)

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    kind = Organisation.Kind.OTHER
    name_en = factory.Sequence(lambda n: f"Organisation {n}")
    country = "GB"

    @classmethod
    def _create(cls, model_class, *args, **facts):
        return organisations.create(by=None, at=NEW_YEAR, **facts)


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person

    family = factory.Sequence(lambda n: f"Example{n}")
    given = "Robin"
    email = factory.Sequence(lambda n: f"robin{n}@example.org")
    email_verified_at = NEW_YEAR
    created_at = NEW_YEAR

    @classmethod
    def _create(cls, model_class, *args, created_at, **facts):
        return people.create(by=None, at=created_at, **facts)


class FormerNameFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FormerName

    person = factory.SubFactory(PersonFactory)
    family = "Earlier"

    @classmethod
    def _create(cls, model_class, *args, **facts):
        name = super()._create(model_class, *args, **facts)
        people.keep_former_tokens(name.person)
        return name


class PositionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Position

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    title_en = "Assistant Director"
    starts_on = date(2026, 4, 1)


class SourceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Source

    key = factory.Sequence(lambda n: f"source-{n}")
    title = "A list of example facts"
    url = "https://example.org/facts"


class PrefectureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LocalAuthority

    class Params:
        number = factory.Sequence(lambda n: n % 40 + 50)  # beyond the 47 real ones

    organisation = factory.SubFactory(OrganisationFactory, kind=Organisation.Kind.AUTHORITY, country="JP")
    source = factory.SubFactory(SourceFactory)
    kind = LocalAuthority.Kind.PREFECTURE
    code = factory.LazyAttribute(lambda made: with_check_digit(f"{made.number:02}000"))
    name_kanji = factory.LazyAttribute(lambda made: f"第{made.number}県")
    name_kana = "レイケン"
    name_romaji = "Rei"


class LocalAuthorityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LocalAuthority

    class Params:
        number = factory.Sequence(lambda n: n % 90 + 200)

    organisation = factory.SubFactory(OrganisationFactory, kind=Organisation.Kind.AUTHORITY, country="JP")
    source = factory.SubFactory(SourceFactory)
    prefecture = factory.SubFactory(PrefectureFactory)
    kind = LocalAuthority.Kind.CITY
    code = factory.LazyAttribute(lambda made: with_check_digit(f"{made.prefecture.code[:2]}{made.number}"))
    name_kanji = factory.LazyAttribute(lambda made: f"第{made.number}市")
    name_kana = "レイシ"
    name_romaji = "Rei"


class DesignationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Designation

    authority = factory.SubFactory(LocalAuthorityFactory)
    source = factory.SubFactory(SourceFactory)
    valid_from_on = date(2012, 4, 1)


class BranchFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Branch

    organisation = factory.SubFactory(OrganisationFactory, kind=Organisation.Kind.BRANCH, country="JP")
    authority = factory.SubFactory(PrefectureFactory)
    source = factory.SubFactory(SourceFactory)


class OfficeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Office

    organisation = factory.SubFactory(OrganisationFactory, kind=Organisation.Kind.OFFICE)
    source = factory.SubFactory(SourceFactory)
    key = factory.Sequence(lambda n: f"office-{n}")
    opened_year = 1989


class OfficeCountryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OfficeCountry

    office = factory.SubFactory(OfficeFactory)
    source = factory.SubFactory(SourceFactory)
    country = "DE"


class ReferenceLoadFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReferenceLoad

    digest = "0" * 64
    loaded_at = NEW_YEAR
    created = 1
    changed = 0
