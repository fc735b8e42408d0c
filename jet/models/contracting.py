"""Contracting organisations: the local authorities and school corporations that employ participants."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clair_portal.directory.models import LocalAuthority, Organisation
from clair_portal.search.lookup import without_tokens


class ContractingOrganisationQuerySet(models.QuerySet["ContractingOrganisation"]):
    """The vocabulary of contracting organisations."""

    def visible_to(self, _user: Any) -> ContractingOrganisationQuerySet:
        """Everything: who takes part in the programme is public. Whom they employ is not: see Participant."""
        return self

    def matching(self, text: str) -> ContractingOrganisationQuerySet:
        """Those whose organisation's names contain every word of `text`."""
        return self.filter(organisation__in=Organisation.objects.matching(text))

    def hosted_by(self, organisation: Organisation) -> ContractingOrganisationQuerySet:
        """Those whose papers this prefecture or designated city gathers."""
        return self.filter(host_organisation=organisation)

    def for_pages(self) -> ContractingOrganisationQuerySet:
        paths = ("organisation", "host_organisation", "prefecture")
        return without_tokens(self.select_related(*paths), "organisation", "host_organisation")

    def by_prefecture(self) -> ContractingOrganisationQuerySet:
        """From north to south, as the codes run."""
        return self.order_by("prefecture__code", "organisation__name_en", "pk")


class ContractingOrganisation(models.Model):
    """任用団体: it asks for participants, signs their contracts, pays them and decides on reappointment.

    `host_organisation` (取りまとめ団体) is the prefecture or designated city that gathers its papers.
    """

    class Kind(models.TextChoices):
        """What it is."""

        AUTHORITY = "authority", _("local authority")
        SCHOOLS = "schools", _("private-school corporation")

    organisation = models.OneToOneField(
        Organisation, models.PROTECT, related_name="contracting", verbose_name=_("organisation")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    host_organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="gathers_for", verbose_name=_("host organisation")
    )
    prefecture = models.ForeignKey(
        LocalAuthority, models.PROTECT, related_name="contracting_organisations", verbose_name=_("prefecture")
    )
    joined_on = models.DateField(_("takes part since"), null=True, blank=True)
    left_on = models.DateField(_("took part until"), null=True, blank=True)

    objects = ContractingOrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("contracting organisation")
        verbose_name_plural = _("contracting organisations")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["authority", "schools"]), name="contracting_kind_known"),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(joined_on__isnull=True) | Q(joined_on__lte=F("left_on")),
                name="contracting_left_after_joining",
                violation_error_message=_("It cannot have left before it joined."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    @property
    def scope_id(self) -> int:
        """The organisation that a permission must cover."""
        return self.organisation_id
