"""Arrival groups: on which day, and how many, participants come to Japan in a year."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

APRIL = 4


class ArrivalGroupQuerySet(models.QuerySet["ArrivalGroup"]):
    """The vocabulary of arrival groups."""

    def visible_to(self, _user: Any) -> ArrivalGroupQuerySet:
        """Everything: the days are published."""
        return self

    def newest_first(self) -> ArrivalGroupQuerySet:
        return self.order_by("-arrives_on", "code", "pk")


class ArrivalGroup(models.Model):
    """A row for each year and group, since their number and their days differ from year to year."""

    year = models.PositiveSmallIntegerField(_("year"))
    code = models.CharField(_("code"), max_length=12)
    arrives_on = models.DateField(_("day of arrival"))
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True)

    objects = ArrivalGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("arrival group")
        verbose_name_plural = _("arrival groups")
        constraints = [
            models.UniqueConstraint(
                fields=["year", "code"],
                name="arrivalgroup_once",
                violation_error_message=_("This year has a group of this code already."),
            ),
            models.CheckConstraint(condition=Q(arrives_on__year=models.F("year")), name="arrivalgroup_in_its_year"),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[\w-]+$"),  # it stands in addresses
                name="arrivalgroup_has_a_code",
                violation_error_message=_("Only letters, digits and hyphens."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.code}"

    @property
    def is_april(self) -> bool:
        """Its first terms are four months longer: see `Term`."""
        return self.arrives_on.month == APRIL
