"""Somebody leaves the office: the last day, what went to whom, and whether their access has ended."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clair_portal.directory.visibility import reach
from exchanges.models.cases import VisitCase
from exchanges.models.hosts import Host
from exchanges.policy import CASES_STEER


class DepartureQuerySet(models.QuerySet["Departure"]):
    """The vocabulary of departures."""

    def visible_to(self, user: Any) -> DepartureQuerySet:
        """Whoever works on visits may read what was handed over."""
        return self if reach(user, CASES_STEER).everywhere else self.none()

    def for_pages(self) -> DepartureQuerySet:
        return self.select_related("person__person", "made_by__person")

    def to_be_ended(self, today: date) -> DepartureQuerySet:
        """Whose last day is over, and whose roles are not taken yet."""
        return self.filter(ended_at=None, last_on__lt=today).order_by("last_on", "pk")


class Departure(models.Model):
    """A person's leaving. Their roles of the office end when the last day is over."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="departures", verbose_name=_("who leaves")
    )
    last_on = models.DateField(_("last day at the office"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("arranged by")
    )
    made_at = models.DateTimeField(_("arranged"))
    ended_at = models.DateTimeField(_("access ended"), null=True, blank=True)
    hosts = models.ManyToManyField(Host, verbose_name=_("hosts handed over"), related_name="+")

    objects = DepartureQuerySet.as_manager()

    class Meta:
        verbose_name = _("leaving of the office")
        verbose_name_plural = _("leavings of the office")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at=None), name="departure_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("made_at")), name="departure_ends_after_it_was_arranged"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.person.person or self.person)


class HandedCase(models.Model):
    """One case that changed hands with a departure."""

    departure = models.ForeignKey(Departure, models.CASCADE, related_name="handed")
    case = models.ForeignKey(VisitCase, models.CASCADE, related_name="+", verbose_name=_("case"))
    successor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("goes to"))
    as_deputy = models.BooleanField(_("as deputy"), default=False)

    class Meta:
        verbose_name = _("case handed on")
        verbose_name_plural = _("cases handed on")
        constraints = [models.UniqueConstraint(fields=["departure", "case"], name="handedcase_once")]

    def __str__(self) -> str:
        return f"{self.case.number} → {self.successor}"
