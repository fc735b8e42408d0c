"""CLAIR's headquarters, overseas offices with their countries, and branches."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Func, IntegerField, Q, Value
from django.db.models.functions import Length, Substr
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from clair_portal.directory.models.authorities import LocalAuthority
from clair_portal.directory.models.facts import Fact, FactQuerySet, one_at_a_time
from clair_portal.directory.models.organisations import Organisation


class BranchQuerySet(FactQuerySet["Branch"]):
    """The vocabulary of branches."""

    def responsible_for(self, authority: LocalAuthority, day: dt.date) -> Branch:
        """The branch through which this authority's requests come: its own, else that of its prefecture."""
        own = self.on(day).filter(authority=authority).first()
        return own or self.on(day).get(authority_id=authority.prefecture_id)


class Branch(Fact):
    """CLAIR's 支部 in a prefecture or designated city."""

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="branch")
    authority = models.OneToOneField(LocalAuthority, models.PROTECT, related_name="branch")

    objects = BranchQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("branch")
        verbose_name_plural = _("branches")

    def __str__(self) -> str:
        return str(self.organisation)


class OfficeQuerySet(FactQuerySet["Office"]):
    """The vocabulary of offices."""

    def headquarters(self) -> Office:
        return self.get(is_headquarters=True)

    def responsible_for(self, country: str, on: dt.date) -> Office:
        """The office in charge of a country on that day; headquarters when none is."""
        mapped = OfficeCountry.objects.on(on).filter(country=str(country)).values("office_id")
        return self.on(on).filter(pk__in=mapped).first() or self.headquarters()


class Office(Fact):
    """Headquarters in Tokyo or an overseas office. The month of opening is not always known."""

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="office")
    key = models.SlugField(_("key"), max_length=40, unique=True)
    is_headquarters = models.BooleanField(_("headquarters"), default=False)
    opened_year = models.PositiveSmallIntegerField(_("year of opening"))
    opened_month = models.PositiveSmallIntegerField(_("month of opening"), null=True, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        constraints = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(
                fields=["is_headquarters"], condition=Q(is_headquarters=True), name="office_one_headquarters"
            ),
            models.CheckConstraint(condition=Q(opened_year__range=(1980, 2100)), name="office_year_is_plausible"),
            models.CheckConstraint(
                condition=Q(opened_month__isnull=True) | Q(opened_month__range=(1, 12)), name="office_month_exists"
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


def _letter(position: int) -> Any:
    return Func(Substr("country", position, 1), function="ASCII", output_field=IntegerField())


class OfficeCountryQuerySet(FactQuerySet["OfficeCountry"]):
    """The vocabulary of the countries of offices."""


class OfficeCountry(Fact):
    """That an office looks after a country, from when until when; an empty first day means "since it opened"."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="countries")
    country = CountryField(_("country"))

    objects = OfficeCountryQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("country of an office")
        verbose_name_plural = _("countries of offices")
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(condition=Exact(Length("country"), Value(2)), name="officecountry_has_a_country"),
            one_at_a_time(
                [_letter(1) * Value(256) + _letter(2)],
                "valid_from_on",
                "valid_until_on",
                name="officecountry_one_office_at_a_time",
                message=_("Another office is already responsible for this country at that time."),
            ),
        ]
