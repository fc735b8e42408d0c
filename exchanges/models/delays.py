"""Delays: what was told, on the day, to the host and the interpreter of a meeting."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from exchanges.models.itineraries import Itinerary, ItineraryItem


class DelayQuerySet(models.QuerySet["Delay"]):
    """The vocabulary of delays."""

    def visible_to(self, user: Any) -> DelayQuerySet:
        return self.filter(item__itinerary__in=Itinerary.objects.visible_to(user))

    def of_version(self, itinerary: Itinerary) -> DelayQuerySet:
        """What was told about this version, the newest last."""
        return self.filter(item__itinerary=itinerary).order_by("told_at", "pk")


class Delay(models.Model):
    """The delegation comes so many minutes late to one meeting; each length is told once."""

    class Minutes(models.IntegerChoices):
        """How late; nobody needs it more exactly."""

        TEN = 10, _("10 minutes")
        FIFTEEN = 15, _("15 minutes")
        THIRTY = 30, _("30 minutes")
        FORTY_FIVE = 45, _("45 minutes")

    item = models.ForeignKey(
        ItineraryItem, models.CASCADE, related_name="delays", verbose_name=_("programme item"), db_index=False
    )
    minutes = models.PositiveSmallIntegerField(_("minutes late"), choices=Minutes.choices)
    told_at = models.DateTimeField(_("told"))
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("told by"), db_index=False
    )

    objects = DelayQuerySet.as_manager()

    class Meta:
        verbose_name = _("delay")
        verbose_name_plural = _("delays")
        constraints = [
            models.UniqueConstraint(fields=["item", "minutes"], name="delay_told_once"),
            models.CheckConstraint(condition=Q(minutes__in=[10, 15, 30, 45]), name="delay_length_known"),
        ]

    def __str__(self) -> str:
        return f"{self.item}: +{self.minutes}"
