"""Where participants would like to go."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clair_portal.directory.models import LocalAuthority
from clair_portal.directory.visibility import reach
from jet.models.participants import Participant
from jet.policy import ALLOCATION_VIEW

MOST_WISHES = 3


class WishedArea(models.TextChoices):
    """What sort of place somebody would like."""

    ANY = "any", pgettext_lazy("area", "either")
    URBAN = "urban", _("town")
    RURAL = "rural", _("countryside")


class PreferenceQuerySet(models.QuerySet["Preference"]):
    """The vocabulary of wishes."""

    def visible_to(self, user: Any) -> PreferenceQuerySet:
        """One's own; everybody's for those who look at the allocation, so never the employers'."""
        if reach(user, ALLOCATION_VIEW).everywhere:
            return self
        return self.filter(participant__person_id=getattr(user, "person_id", None), participant__person__isnull=False)

    def for_pages(self) -> PreferenceQuerySet:
        return self.select_related("participant__arrival_group", "first", "second", "third")


def _wish(word: Any) -> Any:
    return models.ForeignKey(
        LocalAuthority, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=word, db_index=False
    )


class Preference(models.Model):
    """Up to three prefectures or authorities in order. To have no preference is an answer, not a gap."""

    participant = models.OneToOneField(
        Participant, models.CASCADE, related_name="preference", verbose_name=_("participant")
    )
    anywhere = models.BooleanField(_("I have no preference"), default=False)
    first = _wish(_("first wish"))
    second = _wish(_("second wish"))
    third = _wish(_("third wish"))
    area = models.CharField(_("town or countryside"), max_length=5, choices=WishedArea.choices, default=WishedArea.ANY)
    reasons = models.TextField(_("reasons"), max_length=2000, blank=True)
    written_at = models.DateTimeField(_("written"))

    objects = PreferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("wish")
        verbose_name_plural = _("wishes")
        constraints = [
            models.CheckConstraint(condition=Q(area__in=WishedArea.values), name="preference_area_known"),
            models.CheckConstraint(
                condition=Q(anywhere=True, first=None, area=WishedArea.ANY)
                | (Q(anywhere=False) & (Q(first__isnull=False) | ~Q(area=WishedArea.ANY))),
                name="preference_says_something",
                violation_error_message=_("Either name a wish, or say that you have no preference; not both."),
            ),
            models.CheckConstraint(
                condition=(Q(second=None) | Q(first__isnull=False)) & (Q(third=None) | Q(second__isnull=False)),
                name="preference_without_gaps",
                violation_error_message=_("Fill in the wishes from the first one on."),
            ),
            models.CheckConstraint(
                condition=(Q(second=None) | ~Q(second=F("first")))
                & (Q(third=None) | (~Q(third=F("first")) & ~Q(third=F("second")))),
                name="preference_each_once",
                violation_error_message=_("Name each place once."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.participant_id)

    def wishes(self) -> list[LocalAuthority]:
        """The places named, the most wished for first: three queries unless they were read along."""
        return [wish for wish in (self.first, self.second, self.third) if wish]
