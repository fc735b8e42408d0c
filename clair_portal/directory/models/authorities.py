"""Local authorities of Japan: prefectures, cities, special wards, towns and villages with their codes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Func, IntegerField, Q, Value
from django.db.models.functions import Mod, Substr
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from clair_portal.directory.codes import WEIGHTS
from clair_portal.directory.models.facts import Fact, FactQuerySet
from clair_portal.directory.models.organisations import KATAKANA, Organisation
from clair_portal.search.normalise import key


def _digit(position: int) -> Any:
    """A digit of the code as a number. ASCII, not a cast: a cast of a wrong code would fail, not refuse."""
    return Func(Substr("code", position, 1), function="ASCII", output_field=IntegerField()) - Value(48)


def _check_digit() -> Any:
    total: Any = sum(Value(weight) * _digit(position) for position, weight in enumerate(WEIGHTS, start=1))
    return Mod(Value(11) - Mod(total, Value(11)), Value(10))


class LocalAuthorityQuerySet(FactQuerySet["LocalAuthority"]):
    """The vocabulary of local authorities."""

    def visible_to(self, _user: Any) -> LocalAuthorityQuerySet:
        """Everything: the list of local authorities is public."""
        return self

    def named(self, text: str, prefecture: LocalAuthority | None = None) -> LocalAuthorityQuerySet:
        """Whatever may be meant by this name: several rows where the name alone is no key (大阪, 府中市, Misato).

        With or without 市, 町 …, with or without the district or the prefecture before it, in kanji, kana or Latin.
        """
        found = self.filter(name_keys__contains=[key(text)])
        return found.filter(prefecture=prefecture) if prefecture else found

    def matching(self, text: str) -> LocalAuthorityQuerySet:
        """Those whose organisation's names contain every word of `text`."""
        return self.filter(organisation__in=Organisation.objects.matching(text))

    def prefectures(self) -> LocalAuthorityQuerySet:
        return self.filter(kind=LocalAuthority.Kind.PREFECTURE)

    def municipalities(self) -> LocalAuthorityQuerySet:
        return self.exclude(kind=LocalAuthority.Kind.PREFECTURE)

    def designated(self, day: dt.date) -> LocalAuthorityQuerySet:
        """The cities designated by cabinet order on that day."""
        return self.filter(pk__in=Designation.objects.on(day).values("authority_id"))

    def by_code(self) -> LocalAuthorityQuerySet:
        return self.order_by("code", "pk")

    def in_japanese_order(self) -> LocalAuthorityQuerySet:
        return self.order_by("name_kana", "code", "pk")

    def by_name(self, language: str = "en") -> LocalAuthorityQuerySet:
        """In the order of the names that a reader of this language sees."""
        return self.in_japanese_order() if language.startswith("ja") else self.order_by("name_romaji", "code", "pk")


class LocalAuthority(Fact):
    """The facts of a local authority; `name_romaji` is without City or Town, the organisation's name is with it."""

    class Kind(models.TextChoices):
        PREFECTURE = "prefecture", _("prefecture")
        CITY = "city", _("city")
        SPECIAL_WARD = "special_ward", _("special ward")
        TOWN = "town", _("town")
        VILLAGE = "village", _("village")

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="authority")
    code = models.CharField(_("code"), max_length=6, unique=True)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    prefecture = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="municipalities", verbose_name=_("prefecture")
    )
    name_kanji = models.CharField(_("name in kanji"), max_length=50)
    name_kana = models.CharField(_("name in katakana"), max_length=100)
    name_romaji = models.CharField(_("name in Latin letters"), max_length=100)
    district_kanji = models.CharField(_("district in kanji"), max_length=50, blank=True)
    district_kana = models.CharField(_("district in katakana"), max_length=100, blank=True)
    district_romaji = models.CharField(_("district in Latin letters"), max_length=100, blank=True)
    name_keys = ArrayField(models.TextField(), default=list, editable=False)

    objects = LocalAuthorityQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("local authority")
        verbose_name_plural = _("local authorities")
        indexes = [GinIndex(fields=["name_keys"], name="authority_name_keys")]
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(code__regex="^[0-9]{6}$"),
                name="authority_code_six_digits",
                violation_error_message=_("A code has six digits."),
            ),
            models.CheckConstraint(
                condition=Exact(_digit(6), _check_digit()),
                name="authority_code_check_digit",
                violation_error_message=_("The last digit of the code does not check the others."),
            ),
            models.CheckConstraint(
                condition=Q(kind="prefecture", prefecture__isnull=True, code__regex="^..000")
                | (~Q(kind="prefecture") & Q(prefecture__isnull=False) & ~Q(code__regex="^..000")),
                name="authority_lies_in_a_prefecture",
                violation_error_message=_("A municipality lies in a prefecture, a prefecture in none."),
            ),
            models.CheckConstraint(
                condition=Q(name_kana__regex=KATAKANA, district_kana__regex=KATAKANA),
                name="authority_kana_are_katakana",
            ),
            models.CheckConstraint(
                condition=~Q(name_kanji="") & ~Q(name_kana="") & ~Q(name_romaji=""), name="authority_has_three_names"
            ),
            models.CheckConstraint(
                condition=Q(district_kanji="", district_kana="", district_romaji="")
                | (
                    ~Q(district_kanji="")
                    & ~Q(district_kana="")
                    & ~Q(district_romaji="")
                    & Q(kind__in=["town", "village"])
                ),
                name="authority_district_in_three_scripts",
            ),
            models.UniqueConstraint(
                fields=["prefecture", "name_kanji"],
                condition=Q(valid_until_on__isnull=True),
                nulls_distinct=False,
                name="authority_name_once_in_prefecture",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name_kanji} ({self.code})"

    def searched_by(self) -> list[str]:
        """What the search finds its organisation by, besides the organisation's own names."""
        return [self.district_kanji + self.name_kanji, self.district_kana + self.name_kana, self.district_romaji]


class DesignationQuerySet(FactQuerySet["Designation"]):
    """The vocabulary of designations."""


class Designation(Fact):
    """That a city is designated by cabinet order, and from which day: it then has a CLAIR branch of its own."""

    authority = models.OneToOneField(LocalAuthority, models.PROTECT, related_name="designation")

    objects = DesignationQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("designation")
        verbose_name_plural = _("designations")
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(condition=Q(valid_from_on__isnull=False), name="designation_has_a_first_day"),
        ]
