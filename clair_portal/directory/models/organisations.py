"""Organisations: every office, branch, authority, chapter, company and embassy is one."""

from __future__ import annotations

from typing import Any, Self

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from clair_portal.directory.languages import translated
from clair_portal.search.lookup import matching
from clair_portal.workflow.constraints import one_line

KATAKANA = "^[ァ-ヺー・ ]*$"


def empty_last(field: str) -> Case:
    """Puts rows without this text behind those that have it."""
    return Case(When(**{field: ""}, then=Value(1)), default=Value(0))


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """The vocabulary of organisations."""

    def visible_to(self, _user: Any) -> Self:
        """Everything: that an organisation exists is public. Its contacts are not: see Position."""
        return self

    def matching(self, text: str) -> Self:
        """Those whose names contain every word of `text`, in any script."""
        return matching(self, text)

    def by_name(self, language: str = "en") -> Self:
        """In the order of the names that a reader of this language sees."""
        if language.startswith("ja"):
            return self.in_japanese_order()
        shown = Case(When(~Q(name_de=""), then=F("name_de")), default=F("name_en"))
        return self.order_by(shown if language.startswith("de") else "name_en", "pk")

    def in_japanese_order(self) -> Self:
        """By reading; what has none stands behind, in its Latin order."""
        return self.order_by(empty_last("name_kana"), "name_kana", "name_en", "pk")


@pghistory.track(exclude=["search_tokens"])
class Organisation(models.Model):
    """A body that acts: it hosts events, employs, asks for support, recruits.

    Written by `actions.organisations`, which keep the search tokens, and by the loading of reference data.
    """

    class Kind(models.TextChoices):
        HEADQUARTERS = "headquarters", _("headquarters")
        OFFICE = "office", _("overseas office")
        BRANCH = "branch", _("CLAIR branch")
        AUTHORITY = "authority", _("local authority")
        CHAPTER = "chapter", _("JETAA chapter")
        MISSION = "mission", _("diplomatic mission")
        COMPANY = "company", _("company")
        OTHER = "other", _("other organisation")

    name_en: str
    name_ja: str
    name_de: str

    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    name = translated(models.CharField(_("name"), max_length=200), required="en")
    name_kana = models.CharField(_("name in katakana"), max_length=200, blank=True)
    country = CountryField(_("country"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    reference = models.CharField(_("key in the reference data"), max_length=40, null=True, blank=True, unique=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    search_tokens = ArrayField(models.TextField(), default=list, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        indexes = [
            GinIndex(fields=["search_tokens"], name="organisation_search"),
            models.Index(fields=["name_en"], name="organisation_by_name"),
        ]
        constraints = [
            one_line("name_en", name="organisation_name_en_one_line"),
            one_line("name_ja", name="organisation_name_ja_one_line"),
            one_line("name_de", name="organisation_name_de_one_line"),
            models.CheckConstraint(condition=~Q(name_en=""), name="organisation_has_a_name"),
            models.CheckConstraint(
                condition=Q(name_kana__regex=KATAKANA),
                name="organisation_kana_are_katakana",
                violation_error_message=_("Write the reading in katakana."),
            ),
            # Two cities may share their name and kind: local authorities are told apart by their codes.
            models.UniqueConstraint(
                fields=["kind", "country", "name_en"],
                condition=~Q(kind="authority"),
                name="organisation_once",
                violation_error_message=_("There is already an organisation of this kind and name in this country."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def scope_id(self) -> int:
        """The organisation that a permission must cover: this one."""
        return self.pk
