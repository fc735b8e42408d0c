"""Work that takes longer than a page may: who asked, how far it is, what came out."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clair_portal.directory.visibility import reach
from clair_portal.documents.models.files import PrivateFile
from clair_portal.documents.policy import JOBS_VIEW
from clair_portal.workflow.constraints import filled_in, known_state, one_line
from clair_portal.workflow.models import Transition
from clair_portal.workflow.moves import Moves

MOST_ATTEMPTS = 3


class State(models.TextChoices):
    """Where a job stands."""

    QUEUED = "queued", pgettext_lazy("job", "waiting")
    RUNNING = "running", pgettext_lazy("job", "running")
    DONE = "done", pgettext_lazy("job", "done")
    FAILED = "failed", pgettext_lazy("job", "failed")
    CANCELLED = "cancelled", pgettext_lazy("job", "cancelled")


LIVE = (State.QUEUED, State.RUNNING)
OVER = (State.DONE, State.FAILED, State.CANCELLED)


class JobQuerySet(models.QuerySet["Job"]):
    """The vocabulary of jobs."""

    def visible_to(self, user: Any) -> JobQuerySet:
        """One's own; all for those who look after everybody's jobs."""
        return self if reach(user, JOBS_VIEW).everywhere else self.filter(owner=user.pk)

    def for_pages(self) -> JobQuerySet:
        return self.select_related("owner", "result")

    def failed(self) -> JobQuerySet:
        """What did not work, the newest first."""
        return self.filter(state=State.FAILED).order_by("-created_at", "-pk")

    def live(self) -> JobQuerySet:
        return self.filter(state__in=LIVE)

    def due(self, at: datetime) -> JobQuerySet:
        """Waiting and allowed to start, the one that waits longest first."""
        return self.filter(state=State.QUEUED, due_at__lte=at).order_by("due_at", "pk")

    def lapsed(self, at: datetime) -> JobQuerySet:
        """Running, as far as anybody knows, but their worker has not been heard of for too long."""
        return self.filter(state=State.RUNNING, lease_ends_at__lte=at).order_by("pk")

    def held_by(self, job: Job) -> JobQuerySet:
        """Just this job, as long as it is still ours: not cancelled, not handed to another worker."""
        return self.filter(pk=job.pk, state=State.RUNNING, lease=job.lease)


class Job(models.Model):
    """One piece of work for one person. `kind` names the code in settings.PORTAL_JOBS."""

    State = State
    MOVES: ClassVar[Moves] = {
        State.QUEUED: frozenset({State.RUNNING, State.CANCELLED}),
        State.RUNNING: frozenset({State.DONE, State.FAILED, State.QUEUED, State.CANCELLED}),
        State.FAILED: frozenset({State.QUEUED, State.CANCELLED}),
        State.DONE: frozenset(),
        State.CANCELLED: frozenset(),
    }

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=64)
    title = models.CharField(_("title"), max_length=200)
    parameters = models.JSONField(_("parameters"), default=dict)
    fingerprint = models.CharField(max_length=64, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="jobs", verbose_name=_("owner"))
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.QUEUED)
    done = models.PositiveIntegerField(_("done"), default=0)
    total = models.PositiveIntegerField(_("of"), default=0)
    message = models.CharField(_("message"), max_length=500, blank=True)
    result = models.ForeignKey(
        PrivateFile, models.SET_NULL, null=True, blank=True, related_name="jobs", verbose_name=_("result")
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    lease = models.UUIDField(null=True, blank=True, editable=False)
    lease_ends_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("asked for"))
    due_at = models.DateTimeField(_("not before"))
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(state=State.QUEUED), name="job_due"),
            models.Index(fields=["lease_ends_at"], condition=Q(state=State.RUNNING), name="job_lapsed"),
        ]
        constraints = [
            known_state(State.values, name="job_state_known"),
            filled_in("lease", [State.RUNNING], name="job_lease_while_running"),
            filled_in("lease_ends_at", [State.RUNNING], name="job_lease_ends_while_running"),
            filled_in("finished_at", OVER, name="job_finished_at_when_over"),
            one_line("title", name="job_title_one_line"),
            models.CheckConstraint(
                condition=Q(state=State.DONE) | Q(result__isnull=True), name="job_result_only_when_done"
            ),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="job_not_more_done_than_there_is"),
            models.CheckConstraint(condition=Q(attempts__lte=MOST_ATTEMPTS), name="job_attempts_end"),
            models.UniqueConstraint(
                fields=["owner", "fingerprint"], condition=Q(state__in=sorted(LIVE)), name="job_live_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_live(self) -> bool:
        """Whether somebody still waits for it."""
        return self.state in LIVE


class JobTransition(Transition):
    """One move of one job."""

    subject = models.ForeignKey(Job, models.CASCADE, related_name="transitions")
