"""People, with or without a login, and their names in three scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from clair_portal.directory.policy import PEOPLE_VIEW
from clair_portal.directory.visibility import reach
from clair_portal.workflow.constraints import one_line

if TYPE_CHECKING:
    from clair_portal.accounts.models import User


class PersonQuerySet(models.QuerySet["Person"]):
    """The vocabulary of people."""

    def visible_to(self, user: Any) -> PersonQuerySet:
        """Everybody for those who may see people, otherwise only oneself."""
        if reach(user, PEOPLE_VIEW).everywhere:
            return self
        return self.filter(pk=getattr(user, "person_id", None))

    def with_address(self, email: str) -> PersonQuerySet:
        """Whoever has proved to own this e-mail address."""
        return self.filter(email_verified_at__isnull=False).alias(address=Lower("email")).filter(address=email.lower())


class Person(models.Model):
    """A human being. A mononym stands in `family`; kana are katakana and give the Japanese order."""

    user: User

    family = models.CharField(_("family name"), max_length=100)
    given = models.CharField(_("given name"), max_length=100, blank=True)
    middle = models.CharField(_("middle names"), max_length=100, blank=True)
    family_kanji = models.CharField(_("family name in kanji"), max_length=50, blank=True)
    given_kanji = models.CharField(_("given name in kanji"), max_length=50, blank=True)
    family_kana = models.CharField(_("family name in katakana"), max_length=100, blank=True)
    given_kana = models.CharField(_("given name in katakana"), max_length=100, blank=True)
    preferred = models.CharField(_("preferred name"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    email_verified_at = models.DateTimeField(_("e-mail verified"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=5, default="en-gb")
    created_at = models.DateTimeField(_("created"))

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            one_line("family", name="person_family_one_line"),
            one_line("given", name="person_given_one_line"),
            models.CheckConstraint(condition=~Q(family=""), name="person_has_a_name"),
            models.CheckConstraint(
                condition=Q(email_verified_at__isnull=True) | ~Q(email=""), name="person_verified_email_exists"
            ),
            models.UniqueConstraint(
                Lower("email"), condition=Q(email_verified_at__isnull=False), name="person_one_per_verified_email"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.given} {self.family}".strip()


class FormerName(models.Model):
    """A name somebody had: searchable for those who may see it, never shown unasked."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="former_names")
    family = models.CharField(_("family name"), max_length=100)
    given = models.CharField(_("given name"), max_length=100, blank=True)
    until_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("former name")
        verbose_name_plural = _("former names")
