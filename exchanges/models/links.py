"""What ties cases to each other and to offices: links between two cases, and the story of who they were handed to."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from clair_portal.directory.models import Organisation
from exchanges.models.cases import VisitCase


class CaseLinkQuerySet(models.QuerySet["CaseLink"]):
    """The vocabulary of links."""

    def visible_to(self, user: Any) -> CaseLinkQuerySet:
        """Those both of whose cases this person may know of."""
        seen = VisitCase.objects.visible_to(user)
        return self.filter(case__in=seen, other__in=seen)

    def touching(self, case: VisitCase) -> CaseLinkQuerySet:
        """The links of a case, from whichever side they were made."""
        return self.filter(Q(case=case) | Q(other=case)).select_related("case", "other").order_by("made_at", "pk")


class CaseLink(models.Model):
    """That two cases belong together. "Follows" and "merged" are read from `case` to `other`."""

    class Kind(models.TextChoices):
        SAME_VISIT = "same_visit", _("same visit")
        FOLLOWS = "follows", _("follows")
        MERGED = "merged", _("merged into")

    case = models.ForeignKey(VisitCase, models.CASCADE, related_name="links", verbose_name=_("case"))
    other = models.ForeignKey(VisitCase, models.CASCADE, related_name="linked_from", verbose_name=_("other case"))
    kind = models.CharField(_("how they belong together"), max_length=10, choices=Kind.choices)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("linked by"))
    made_at = models.DateTimeField(_("linked"))

    objects = CaseLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link between cases")
        verbose_name_plural = _("links between cases")
        constraints = [
            models.CheckConstraint(condition=~Q(case=F("other")), name="caselink_is_between_two"),
            models.CheckConstraint(
                condition=Q(kind__in=["same_visit", "follows", "merged"]), name="caselink_kind_known"
            ),
            models.UniqueConstraint(Least("case", "other"), Greatest("case", "other"), name="caselink_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case.number} {self.get_kind_display()} {self.other.number}"

    def told_from(self, case: VisitCase) -> tuple[str, VisitCase]:
        """How the link reads on the page of one of its two cases, and the case at its other end."""
        if case.pk == self.case_id:
            return str(self.get_kind_display()), self.other
        back = {self.Kind.FOLLOWS: _("is followed by"), self.Kind.MERGED: _("has taken in")}
        return str(back.get(self.Kind(self.kind), self.get_kind_display())), self.case


class HandOver(models.Model):
    """That a case went from one office to another, and why."""

    case = models.ForeignKey(VisitCase, models.CASCADE, related_name="hand_overs", verbose_name=_("case"))
    from_office = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("from"))
    to_office = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("handed over to"))
    reason = models.TextField(_("reason of the hand-over"), max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("hand-over of a case")
        verbose_name_plural = _("hand-overs of cases")
        constraints = [
            models.CheckConstraint(condition=~Q(from_office=F("to_office")), name="handover_changes_the_office"),
            models.CheckConstraint(condition=~Q(reason=""), name="handover_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.case.number}: {self.from_office} → {self.to_office}"
