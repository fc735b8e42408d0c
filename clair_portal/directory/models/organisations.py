"""Organisations: every office, branch, authority, chapter, company and embassy is one."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from clair_portal.directory.languages import translated
from clair_portal.workflow.constraints import one_line


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """The vocabulary of organisations."""

    def by_name(self) -> OrganisationQuerySet:
        return self.order_by("name_en", "pk")


class Organisation(models.Model):
    """A body that acts: it hosts events, employs, asks for support, recruits."""

    class Kind(models.TextChoices):
        HEADQUARTERS = "headquarters", _("headquarters")
        OFFICE = "office", _("overseas office")
        BRANCH = "branch", _("CLAIR branch")
        AUTHORITY = "authority", _("local authority")
        CHAPTER = "chapter", _("JETAA chapter")
        MISSION = "mission", _("diplomatic mission")
        COMPANY = "company", _("company")
        OTHER = "other", _("other organisation")

    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    name = translated(models.CharField(_("name"), max_length=200), required="en")
    country = CountryField(_("country"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            one_line("name_en", name="organisation_name_one_line"),
            models.CheckConstraint(condition=~models.Q(name_en=""), name="organisation_has_a_name"),
            models.UniqueConstraint(fields=["kind", "country", "name_en"], name="organisation_once"),
        ]

    def __str__(self) -> str:
        return str(self.name)
