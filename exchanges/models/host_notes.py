"""What the office remembers of one host, a line at a time: asked, answered, given, promised, thanked, come of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clair_portal.directory.visibility import reach
from clair_portal.search.lookup import without_tokens
from exchanges.models.cases import VisitCase
from exchanges.models.hosts import Host
from exchanges.models.meetings import Meeting
from exchanges.policy import HOSTS_VIEW


class Kind(models.TextChoices):
    """What happened."""

    ASK = "ask", _("asked")
    ANSWER = "answer", _("answered")
    GIFT = "gift", _("gift")
    PROMISE = "promise", _("promise")
    THANKS = "thanks", _("letter of thanks")
    OUTCOME = "outcome", _("what came of it")
    NOTE = "note", _("note on the host")


class HostNoteQuerySet(models.QuerySet["HostNote"]):
    """The vocabulary of the office's memory."""

    def visible_to(self, user: Any) -> HostNoteQuerySet:
        """What the office remembers about its hosts is for the office alone."""
        return self if reach(user, HOSTS_VIEW).everywhere else self.none()

    def for_pages(self) -> HostNoteQuerySet:
        known = self.select_related("host__organisation", "case", "noted_by__person")
        return without_tokens(known, "host", "host__organisation", "noted_by__person")

    def in_time_order(self) -> HostNoteQuerySet:
        return self.order_by("happened_on", "pk")

    def newest_first(self) -> HostNoteQuerySet:
        return self.order_by("-happened_on", "-pk")

    def promised(self) -> HostNoteQuerySet:
        """What we promised and have not kept yet, what is due first at the top."""
        return self.filter(kind=Kind.PROMISE, kept_on=None).order_by(F("due_on").asc(nulls_last=True), "pk")


@pghistory.track()
class HostNote(models.Model):
    """One thing between us and a host on one day. Written by `actions.host_notes`."""

    Kind = Kind

    host = models.ForeignKey(
        Host, models.PROTECT, related_name="notes", verbose_name=pgettext_lazy("of a visit", "host")
    )
    kind = models.CharField(_("what happened"), max_length=8, choices=Kind.choices, default=Kind.NOTE)
    happened_on = models.DateField(_("day it happened"))
    text = models.TextField(_("in a sentence or two"), max_length=2000)
    case = models.ForeignKey(
        VisitCase, models.SET_NULL, null=True, blank=True, related_name="host_notes", verbose_name=_("case")
    )
    meeting = models.ForeignKey(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="host_notes", verbose_name=_("meeting")
    )
    due_on = models.DateField(_("promised for"), null=True, blank=True)
    kept_on = models.DateField(_("promise kept on"), null=True, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("who on our side")
    )
    noted_at = models.DateTimeField(_("written down"))
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = HostNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("line in the memory of hosts")
        verbose_name_plural = _("memory of hosts")
        indexes = [
            models.Index(fields=["host", "happened_on"], name="hostnote_by_host"),
            models.Index(fields=["due_on"], condition=Q(kind="promise", kept_on=None), name="hostnote_open_promises"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=sorted(Kind.values)), name="hostnote_kind_known"),
            models.CheckConstraint(condition=~Q(text=""), name="hostnote_says_something"),
            models.CheckConstraint(
                condition=Q(kind="promise") | Q(due_on=None, kept_on=None),
                name="hostnote_only_promises_are_kept",
                violation_error_message=_("Only a promise has a day by which it is kept."),
            ),
            models.CheckConstraint(
                condition=Q(kept_on=None) | Q(kept_on__gte=F("happened_on")),
                name="hostnote_kept_after_promised",
                violation_error_message=_("A promise is not kept before it is made."),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def is_open_promise(self) -> bool:
        return self.kind == Kind.PROMISE and self.kept_on is None

    def is_overdue(self, day: date) -> bool:
        return self.is_open_promise and self.due_on is not None and self.due_on < day
