"""Positions: who stands for which organisation, as what, from when until when."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clair_portal.directory.languages import translated
from clair_portal.directory.models.facts import one_at_a_time
from clair_portal.directory.models.organisations import Organisation
from clair_portal.directory.policy import PEOPLE_VIEW
from clair_portal.directory.visibility import reach
from clair_portal.workflow.constraints import in_order


class PositionQuerySet(models.QuerySet["Position"]):
    """The vocabulary of positions."""

    def visible_to(self, user: Any) -> Self:
        """Those of the organisations whose people the user may see, and one's own."""
        far = reach(user, PEOPLE_VIEW)
        if far.everywhere:
            return self
        own = Q(person_id=getattr(user, "person_id", None), person_id__isnull=False)
        return self.filter(own | Q(organisation_id__in=far.organisations))

    def on(self, day: dt.date) -> Self:
        """Those held on that day."""
        begun = Q(starts_on__isnull=True) | Q(starts_on__lte=day)
        return self.filter(begun, Q(ends_on__isnull=True) | Q(ends_on__gte=day))

    def latest_first(self) -> Self:
        return self.order_by(F("ends_on").desc(nulls_first=True), F("starts_on").desc(nulls_last=True), "pk")


@pghistory.track()
class Position(models.Model):
    """A person's place in an organisation. `ends_on` is the last day; empty dates are open or not known."""

    title_en: str
    title_ja: str
    title_de: str

    person = models.ForeignKey("directory.Person", models.CASCADE, related_name="positions")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="positions")
    title = translated(models.CharField(_("title"), max_length=150))
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        constraints = [
            in_order(
                "starts_on", "ends_on", name="position_in_order", message=_("The last day lies before the first.")
            ),
            one_at_a_time(
                [F("person"), F("organisation")],
                "starts_on",
                "ends_on",
                name="position_one_at_a_time",
                message=_("This person already holds a position in this organisation at that time."),
            ),
        ]

    @property
    def scope_id(self) -> int:
        """The organisation that a permission must cover."""
        return self.organisation_id
