"""One file on its way into the portal: checked, then confirmed, perhaps undone."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clair_portal.documents.models import Job, PrivateFile
from clair_portal.spreadsheets.adaptors import kinds_open_to
from clair_portal.workflow.constraints import filled_in, known_state, one_line
from clair_portal.workflow.models import Transition
from clair_portal.workflow.moves import Moves


class State(models.TextChoices):
    """Where an import stands."""

    UPLOADED = "uploaded", pgettext_lazy("import", "being checked")
    CHECKED = "checked", pgettext_lazy("import", "checked")
    REFUSED = "refused", pgettext_lazy("import", "refused")
    CONFIRMED = "confirmed", pgettext_lazy("import", "taken over")
    FAILED = "failed", pgettext_lazy("import", "not taken over")
    UNDONE = "undone", pgettext_lazy("import", "undone")


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    """The vocabulary of imports."""

    def visible_to(self, user: Any) -> ImportRunQuerySet:
        """Those of the kinds that one may import oneself, whoever sent the file."""
        return self.filter(kind__in=kinds_open_to(user))

    def for_pages(self) -> ImportRunQuerySet:
        return self.select_related("owner", "job__result", "job__owner", "file")

    def newest_first(self) -> ImportRunQuerySet:
        return self.order_by("-created_at", "-pk")

    def of_the_same_file(self, run: ImportRun) -> ImportRunQuerySet:
        """What was taken over from exactly this file before, the newest first."""
        same = self.filter(kind=run.kind, sha256=run.sha256, state=State.CONFIRMED).exclude(pk=run.pk)
        return same.newest_first()


class ImportRun(models.Model):
    """One file of one person. `kind` names the adaptor in settings.PORTAL_IMPORTS."""

    State = State
    MOVES: ClassVar[Moves] = {
        State.UPLOADED: frozenset({State.CHECKED, State.REFUSED}),
        State.CHECKED: frozenset({State.CONFIRMED, State.FAILED}),
        State.CONFIRMED: frozenset({State.UNDONE}),
        State.REFUSED: frozenset(),
        State.FAILED: frozenset(),
        State.UNDONE: frozenset(),
    }

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=40)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="imports", verbose_name=_("owner"))
    file = models.ForeignKey(PrivateFile, models.SET_NULL, null=True, related_name="+", verbose_name=_("file"))
    filename = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField(max_length=64, editable=False, db_index=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.UPLOADED)
    refusal = models.JSONField(null=True, blank=True)  # why the whole file was refused: a `Finding`
    new = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)
    kept = models.PositiveIntegerField(_("kept when undone"), default=0)
    created_at = models.DateTimeField(_("uploaded"))
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("taken over"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes = [models.Index(fields=["-created_at"], name="importrun_newest")]
        constraints = [
            known_state(State.values, name="importrun_state_known"),
            one_line("filename", name="importrun_filename_one_line"),
            models.CheckConstraint(condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="importrun_has_a_digest"),
            filled_in("refusal", [State.REFUSED, State.FAILED], name="importrun_says_why"),
            filled_in("confirmed_at", [State.CONFIRMED, State.UNDONE], name="importrun_confirmed_at"),
            filled_in("undone_at", [State.UNDONE], name="importrun_undone_at"),
            models.CheckConstraint(
                condition=Q(state__in=[State.UPLOADED, State.REFUSED]) | Q(checked_at__isnull=False),
                name="importrun_checked_first",
            ),
            models.CheckConstraint(condition=Q(state=State.UNDONE) | Q(kept=0), name="importrun_kept_when_undone"),
        ]

    def __str__(self) -> str:
        return self.filename

    @property
    def to_write(self) -> int:
        """The rows that a yes would write."""
        return self.new + self.changed

    @property
    def may_be_confirmed(self) -> bool:
        return self.state == State.CHECKED and self.to_write > 0

    @property
    def is_being_worked_on(self) -> bool:
        return self.job is not None and self.job.is_live


class ImportTransition(Transition):
    """One move of one import."""

    subject = models.ForeignKey(ImportRun, models.CASCADE, related_name="transitions")
