"""People, with or without a login, and their names in three scripts."""

from __future__ import annotations

from typing import Any, Self

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from clair_portal.directory.models.organisations import KATAKANA, empty_last
from clair_portal.directory.models.positions import Position
from clair_portal.directory.policy import PEOPLE_VIEW
from clair_portal.directory.visibility import reach
from clair_portal.search.lookup import matching
from clair_portal.workflow.constraints import in_order, one_line


class PersonQuerySet(models.QuerySet["Person"]):
    """The vocabulary of people."""

    def visible_to(self, user: Any) -> Self:
        """Everybody, or those with a position in the organisations that the user's permission covers; and oneself."""
        far = reach(user, PEOPLE_VIEW)
        if far.everywhere:
            return self
        oneself = Q(pk=getattr(user, "person_id", None))
        if not far:
            return self.filter(oneself)
        contacts = Position.objects.filter(organisation_id__in=far.organisations)
        return self.filter(oneself | Q(pk__in=contacts.values("person_id")))

    def with_address(self, email: str) -> Self:
        """Whoever has proved to own this e-mail address."""
        return self.filter(email_verified_at__isnull=False).alias(address=Lower("email")).filter(address=email.lower())

    def matching(self, text: str, *, former: bool = False) -> Self:
        """Those whose names contain every word of `text`, in any script.

        `former` looks at former names too: only for whoever holds `policy.FORMER_NAMES_VIEW`, since a hit tells.
        """
        return matching(self, text, "search_tokens", *(["former_tokens"] if former else []))

    def by_name(self, language: str = "en") -> Self:
        """In the order of the names that a reader of this language sees."""
        return self.in_japanese_order() if language.startswith("ja") else self.order_by("latin_order", "pk")

    def in_japanese_order(self) -> Self:
        """By reading; people without one stand behind, in their Latin order."""
        return self.order_by(empty_last("family_kana"), "family_kana", "given_kana", "latin_order", "pk")


class Name(models.Model):
    """A name in three scripts. A mononym stands in `family`; kana are katakana."""

    family = models.CharField(_("family name"), max_length=100)
    given = models.CharField(_("given name"), max_length=100, blank=True)
    middle = models.CharField(_("middle names"), max_length=100, blank=True)
    family_kanji = models.CharField(_("family name in kanji"), max_length=50, blank=True)
    given_kanji = models.CharField(_("given name in kanji"), max_length=50, blank=True)
    family_kana = models.CharField(_("family name in katakana"), max_length=100, blank=True)
    given_kana = models.CharField(_("given name in katakana"), max_length=100, blank=True)

    class Meta:
        abstract = True
        constraints = [
            one_line("family", name="%(class)s_family_one_line"),
            one_line("given", name="%(class)s_given_one_line"),
            one_line("middle", name="%(class)s_middle_one_line"),
            one_line("family_kanji", name="%(class)s_family_kanji_one_line"),
            one_line("given_kanji", name="%(class)s_given_kanji_one_line"),
            models.CheckConstraint(condition=~Q(family=""), name="%(class)s_has_a_name"),
            models.CheckConstraint(
                condition=Q(family_kana__regex=KATAKANA, given_kana__regex=KATAKANA),
                name="%(class)s_kana_are_katakana",
                violation_error_message=_("Write the reading in katakana."),
            ),
        ]


@pghistory.track(exclude=["search_tokens", "former_tokens", "latin_order"])
class Person(Name):
    """A human being. Written by `actions.people`, which keep the search tokens and the Latin order."""

    preferred = models.CharField(_("preferred name"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    email_verified_at = models.DateTimeField(_("e-mail verified"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=5, default="en-gb")
    created_at = models.DateTimeField(_("created"))
    version = models.PositiveIntegerField(default=1, editable=False)
    latin_order = models.CharField(max_length=1000, blank=True, editable=False)
    search_tokens = ArrayField(models.TextField(), default=list, editable=False)
    former_tokens = ArrayField(models.TextField(), default=list, editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta(Name.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes = [
            GinIndex(fields=["search_tokens"], name="person_search"),
            GinIndex(fields=["former_tokens"], name="person_search_former"),
            models.Index(fields=["latin_order", "id"], name="person_by_name"),
            models.Index(fields=["created_at"], name="person_by_created"),
            models.Index(
                empty_last("family_kana"), "family_kana", "given_kana", "latin_order", "id", name="person_by_reading"
            ),
        ]
        constraints = [
            *Name.Meta.constraints,
            one_line("preferred", name="person_preferred_one_line"),
            models.CheckConstraint(
                condition=Q(email_verified_at__isnull=True) | ~Q(email=""), name="person_verified_email_exists"
            ),
            models.UniqueConstraint(
                Lower("email"),
                condition=Q(email_verified_at__isnull=False),
                name="person_one_per_verified_email",
                violation_error_message=_("Another person has already verified this e-mail address."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.given} {self.family}".strip()


class FormerName(Name):
    """A name somebody had, until the day `until_on`: searchable for those who may see it, never shown unasked."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="former_names")
    from_on = models.DateField(_("from"), null=True, blank=True)
    until_on = models.DateField(_("until"), null=True, blank=True)

    class Meta(Name.Meta):
        verbose_name = _("former name")
        verbose_name_plural = _("former names")
        constraints = [
            *Name.Meta.constraints,
            in_order(
                "from_on", "until_on", name="formername_in_order", message=_("The last day lies before the first.")
            ),
        ]
