"""The pages of a job: how far it is, its file, how to stop or repeat it; at the root, above documents and pages."""

from typing import Any, cast

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django_htmx.middleware import HtmxDetails

from clair_portal.documents.actions import jobs
from clair_portal.documents.models import Job, PrivateFile
from clair_portal.documents.models.files import PrivateFileQuerySet
from clair_portal.documents.models.jobs import JobQuerySet
from clair_portal.documents.policy import may_steer
from clair_portal.pages.views import SIGNED_IN, ActionPage, ObjectPage, OneObject, signed_in

# A file is never shown by the browser itself: it might hold markup of somebody else's making.
LOCKED_IN = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
}


class JobPage(ObjectPage):
    """One job; while it lives, its status part asks for itself again."""

    permission = SIGNED_IN
    model = Job
    lookup = "uuid"

    def get_template_names(self) -> list[str]:
        asked: HtmxDetails = self.request.htmx  # type: ignore[attr-defined]
        polled = asked and not asked.boosted
        return ["documents/job_status.html" if polled else "documents/job.html"]

    def visible(self) -> Any:
        return cast("JobQuerySet", super().visible()).for_pages()

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(may_steer=may_steer(self.request.user, self.object), **facts)


class SteerJob(OneObject, ActionPage, abstract=True):
    """Stopping or repeating a job: whoever asked for it, or looks after everybody's."""

    permission = SIGNED_IN
    model = Job
    lookup = "uuid"

    def may(self, obj: Any = None) -> bool:
        return super().may(obj) and (obj is None or may_steer(self.request.user, obj))

    def page(self) -> str:
        return reverse("job", args=[self.object.uuid])


class CancelJob(SteerJob):
    """Nobody waits for it any more."""

    template_name = "documents/job_cancel.html"

    def done(self) -> str | None:
        return None if self.object.is_live else self.page()

    def perform(self) -> str:
        jobs.cancel(self.object, by=signed_in(self.request), at=timezone.now())
        return self.page()


class RetryJob(SteerJob):
    """Once more from the start."""

    template_name = "documents/job_retry.html"

    def done(self) -> str | None:
        return None if self.object.state == Job.State.FAILED else self.page()

    def perform(self) -> str:
        jobs.retry(self.object, by=signed_in(self.request), at=timezone.now())
        return self.page()


class JobFile(OneObject):
    """The file itself, under its real name, as a download and nothing else."""

    permission = SIGNED_IN
    model = PrivateFile
    lookup = "uuid"

    def visible(self) -> Any:
        return cast("PrivateFileQuerySet", super().visible()).kept(timezone.now())

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponseBase:
        try:
            content = default_storage.open(self.object.stored_as)
        except FileNotFoundError as gone:
            raise Http404 from gone
        return FileResponse(
            content,
            as_attachment=True,
            filename=self.object.filename,
            content_type=self.object.content_type,
            headers=LOCKED_IN,
        )
