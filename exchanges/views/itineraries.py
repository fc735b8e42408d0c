"""The programme of a case: its PDF and calendar for those who may see it, and the planning for the office."""

from http import HTTPStatus
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clair_portal.documents.actions import jobs
from clair_portal.documents.models import Job
from clair_portal.documents.models.jobs import JobQuerySet
from clair_portal.pages.views import ActionPage, ObjectPage, OneObject, signed_in
from clair_portal.pages.views.writing import SeeOther
from exchanges.models import Itinerary
from exchanges.models.itineraries import ItineraryQuerySet
from exchanges.planning import calendar, printing
from exchanges.planning.work import KIND
from exchanges.policy import CASES_STEER, CASES_VIEW
from exchanges.views.cases import AboutCase


class OneVersion(OneObject, abstract=True):
    """A version stands below the number of its case."""

    permission = CASES_VIEW
    model = Itinerary
    lookup = "number"

    def visible(self) -> ItineraryQuerySet:
        of_reader = cast("ItineraryQuerySet", super().visible())
        return of_reader.for_pages().filter(case__number=self.kwargs["case"])

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        """The case itself, in place of its number from the address."""
        return super().get_context_data(**{**facts, "case": self.object.case})


class Download(OneVersion, abstract=True):
    """A file that is made while one waits."""

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponseBase:
        content, name, content_type = self.file()
        response = HttpResponse(content, content_type=content_type, status=HTTPStatus.OK)
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "private, no-store"
        return response

    def file(self) -> tuple[bytes, str, str]:
        raise NotImplementedError


class ItineraryPdf(Download):
    """行程表 in Japanese, English, or both."""

    def file(self) -> tuple[bytes, str, str]:
        side = self.kwargs["side"]
        if side not in printing.SIDES:
            raise Http404
        return printing.pdf(self.object, side), printing.filename(self.object, side), "application/pdf"


class ItineraryCalendar(Download):
    """The whole programme for a calendar."""

    def file(self) -> tuple[bytes, str, str]:
        content = calendar.programme(self.object, language=get_language() or "en")
        return content, f"{self.object.case.number}.ics", "text/calendar; charset=utf-8"


class PlanProgramme(AboutCase, ActionPage):
    """The office asks the planner for a draft; the answer takes some seconds."""

    permission = CASES_STEER
    template_name = "exchanges/plan_programme.html"

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(case=self.object, meetings=self.object.meetings.live().count(), **facts)

    def perform(self) -> str:
        case, user = self.object, signed_in(self.request)
        title = _("Programme of %(case)s") % {"case": case.number}
        job = jobs.enqueue(KIND, title=title, parameters={"case": case.pk}, by=user, at=timezone.now())
        return reverse("exchanges:planning", args=[case.number, job.uuid])


class Planning(ObjectPage):
    """How far the planner is; then straight to the draft, or the reasons why there is none."""

    permission = CASES_STEER
    model = Job
    lookup = "uuid"
    template_name = "exchanges/planning.html"

    def visible(self) -> JobQuerySet:
        return cast("JobQuerySet", super().visible()).for_pages().filter(kind=KIND)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        draft = self._draft()
        if draft:
            return SeeOther(reverse("exchanges:programme", args=[self.kwargs["case"], draft.number]))
        return super().get(request, *args, **kwargs)

    def _draft(self) -> Itinerary | None:
        """The draft that the finished job has made, unless it was replaced in the meantime."""
        drafts = Itinerary.objects.visible_to(self.request.user).filter(case=self.object.parameters["case"])
        is_done = self.object.state == Job.State.DONE
        return drafts.filter(state=Itinerary.State.DRAFT).first() if is_done else None

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        job = self.object
        last = job.transitions.order_by("-pk").first()
        failed = job.state == Job.State.FAILED and last
        return super().get_context_data(
            number=self.kwargs["case"], may_steer=True, found=last.reason.splitlines() if failed else [], **facts
        )
