"""The rows of an import: what becomes of each, why not, and what stood there before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clair_portal.spreadsheets.models.runs import ImportRun


class Outcome(models.TextChoices):
    """What becomes of a line."""

    NEW = "new", pgettext_lazy("line of a file", "new")
    CHANGED = "changed", pgettext_lazy("line of a file", "changed")
    UNCHANGED = "unchanged", pgettext_lazy("line of a file", "unchanged")
    REFUSED = "refused", pgettext_lazy("line of a file", "refused")


WRITTEN = (Outcome.NEW, Outcome.CHANGED)


class ImportRowQuerySet(models.QuerySet["ImportRow"]):
    """The vocabulary of the rows."""

    def visible_to(self, user: Any) -> ImportRowQuerySet:
        """Those of the imports that one may see."""
        return self.filter(run__in=ImportRun.objects.visible_to(user))

    def of_run(self, run: ImportRun) -> ImportRowQuerySet:
        return self.filter(run=run)

    def worth_showing(self) -> ImportRowQuerySet:
        """Whatever is not simply unchanged."""
        return self.filter(~Q(outcome=Outcome.UNCHANGED) | ~Q(remarks=[]))

    def to_write(self) -> ImportRowQuerySet:
        return self.filter(outcome__in=WRITTEN).in_order()

    def after(self, last: int) -> ImportRowQuerySet:
        """The next ones in order of entry, for going through many piece by piece."""
        return self.filter(pk__gt=last)

    def in_order(self) -> ImportRowQuerySet:
        """As in the file: rows are entered line by line."""
        return self.order_by("pk")


class ImportRow(models.Model):
    """One line of a file. `before` is null for what was not there; `kept_because` says why an undo left it."""

    Outcome = Outcome

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows", db_index=False)
    sheet = models.CharField(_("sheet"), max_length=100, blank=True)
    number = models.PositiveIntegerField(_("row"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    key = models.CharField(_("key"), max_length=200, blank=True)
    faults = models.JSONField(_("faults"), default=list)
    remarks = models.JSONField(_("remarks"), default=list)
    before = models.JSONField(_("before"), null=True, blank=True)
    after = models.JSONField(_("after"), null=True, blank=True)
    kept_because = models.JSONField(null=True, blank=True)

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of an import")
        indexes = [models.Index(fields=["run", "outcome", "id"], name="importrow_of_run")]
        constraints = [
            models.UniqueConstraint(fields=["run", "sheet", "number"], name="importrow_once"),
            models.UniqueConstraint(
                fields=["run", "key"], condition=Q(outcome__in=sorted(WRITTEN)), name="importrow_key_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.NEW, before__isnull=True, after__isnull=False)
                | Q(outcome=Outcome.CHANGED, before__isnull=False, after__isnull=False)
                | Q(outcome__in=[Outcome.REFUSED, Outcome.UNCHANGED], before__isnull=True, after__isnull=True),
                name="importrow_before_and_after",
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.REFUSED) ^ Q(faults=[]), name="importrow_refused_with_a_fault"
            ),
            models.CheckConstraint(condition=Q(before__isnull=True) | ~Q(before=F("after")), name="importrow_changes"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.key}"

    def differences(self) -> Sequence[tuple[str, Any, Any]]:
        """Column, before and after of whatever this row would change."""
        before, after = self.before or {}, self.after or {}
        return [(name, before.get(name, ""), value) for name, value in after.items() if value != before.get(name, "")]
