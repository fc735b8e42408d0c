"""Jobs: what runs, what waits, what did not work and needs a human being."""

from typing import Any, ClassVar

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clair_portal.backoffice.buttons import StateButton
from clair_portal.backoffice.columns import state_tag
from clair_portal.backoffice.model_admin import ReadOnly
from clair_portal.backoffice.story import who_is
from clair_portal.backoffice.work import Tone
from clair_portal.documents import policy
from clair_portal.documents.actions import jobs
from clair_portal.documents.models import Job

TONES: dict[str, Tone] = {
    Job.State.DONE: Tone.GOOD,
    Job.State.QUEUED: Tone.WAITING,
    Job.State.RUNNING: Tone.WAITING,
    Job.State.FAILED: Tone.LATE,
}


@admin.register(Job)
class JobAdmin(ReadOnly):
    """Everybody's jobs, newest first. Parameters are not shown: they are for the code that does the work."""

    view_permission = policy.JOBS_VIEW
    list_display = ("title", "asked_by", "shown_state", "progress", "created_at", "finished_at", "message")
    list_filter = ("state", "created_at")
    list_select_related = ("owner__person",)
    search_fields = ("title__istartswith", "owner__email__istartswith")
    search_help_text = _("Beginning of the title, or of the owner's address")
    sortable_by = ("created_at", "finished_at")
    ordering = ("-created_at", "-pk")
    fields = (
        "title", "kind", "asked_by", "state", "progress", "message", "result", "attempts",
        "created_at", "due_at", "started_at", "finished_at",
    )  # fmt: skip
    readonly_fields = ("asked_by", "progress")
    moves: ClassVar[tuple[StateButton, ...]] = (
        StateButton(
            name="again",
            label=_("Start again"),
            action=jobs.retry,
            permission=policy.JOBS_STEER,
            to_state=Job.State.QUEUED,
            possible=policy.has_failed,
            confirm=_(
                "The job starts from the beginning as soon as a worker is free. Its owner gets a mail at the end."
            ),
            done=_("The job is waiting for a worker."),
        ),
        StateButton(
            name="aside",
            label=pgettext_lazy("job", "Set aside"),
            action=jobs.set_aside,
            permission=policy.JOBS_STEER,
            to_state=Job.State.CANCELLED,
            possible=policy.has_failed,
            confirm=_("Nobody needs this job any more: it leaves the start page. This cannot be undone."),
            done=_("The job is set aside."),
        ),
        StateButton(
            name="stop",
            label=_("Stop the work"),
            action=jobs.cancel,
            permission=policy.JOBS_STEER,
            to_state=Job.State.CANCELLED,
            possible=policy.is_under_way,
            confirm=_("The work is stopped, and there will be no file. This cannot be undone."),
            done=_("The work is stopped."),
            danger=True,
        ),
    )

    @admin.display(description=_("state"))
    def shown_state(self, obj: Any) -> SafeString:
        return state_tag(obj, TONES)

    @admin.display(description=_("asked for by"))
    def asked_by(self, obj: Any) -> str:
        return who_is(obj.owner)

    @admin.display(description=_("progress"))
    def progress(self, obj: Any) -> str:
        return f"{obj.done} / {obj.total}" if obj.total else ""
