"""The workbench of the allocation: the arrival groups, starting a run, and how far it is."""

from typing import Any, cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from clair_portal.documents.actions import jobs
from clair_portal.documents.models import Job
from clair_portal.documents.models.jobs import JobQuerySet
from clair_portal.pages.views import FormPage, Guarded, ObjectPage, Page, signed_in
from clair_portal.pages.views.writing import SeeOther
from jet.allocating.work import KIND
from jet.forms.allocation import LotForm
from jet.models import AllocationRun, ArrivalGroup
from jet.policy import ALLOCATION_RUN, ALLOCATION_VIEW
from jet.workbench import groups
from jet.workbench.groups import GroupCard

GROUPS_ON_A_PAGE = 8


def address(run: AllocationRun) -> str:
    return reverse("jet:allocation_run", args=[run.pk])


class Allocation(Page):
    """The arrival groups, the newest first, each with its runs."""

    permission = ALLOCATION_VIEW
    template_name = "jet/allocation.html"

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        user = self.request.user
        found = ArrivalGroup.objects.visible_to(user).newest_first()
        page = Paginator(found, GROUPS_ON_A_PAGE).get_page(self.request.GET.get("page"))
        may_run = user.has_perm(ALLOCATION_RUN)
        return super().get_context_data(page=page, cards=groups.cards(page, user), may_run=may_run, **facts)


class OfGroup(Guarded, abstract=True):
    """What belongs to one arrival group stands below its year and code."""

    @cached_property
    def group(self) -> ArrivalGroup:
        rows = ArrivalGroup.objects.visible_to(self.request.user)
        return get_object_or_404(rows, year=self.kwargs["year"], code=self.kwargs["code"])

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(group=self.group, **facts)


class RunAllocation(OfGroup, FormPage):
    """Draw the lot and start; a run takes up to some minutes, so it is a job."""

    permission = ALLOCATION_RUN
    form_class = LotForm
    template_name = "jet/allocation_start.html"

    @cached_property
    def card(self) -> GroupCard:
        [card] = groups.cards([self.group], self.request.user)
        return card

    def get_initial(self) -> dict[str, Any]:
        """The lot of the last run: whoever changes it does so knowingly."""
        last = self.card.runs[:1]
        return {"seed": last[0].seed if last else str(self.group)}

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(card=self.card, **facts)

    def perform(self, form: LotForm) -> str:
        user = signed_in(self.request)
        wanted = {"group": self.group.pk, "seed": form.cleaned_data["seed"]}
        title = _("Allocation %(group)s") % {"group": self.group}
        job = jobs.enqueue(KIND, title=title, parameters=wanted, by=user, at=timezone.now())
        return reverse("jet:allocation_progress", args=[job.uuid])


class AllocationProgress(ObjectPage):
    """How far the allocation is; then straight to the draft, or the reasons why there is none."""

    permission = ALLOCATION_RUN
    model = Job
    lookup = "uuid"
    template_name = "jet/allocation_progress.html"

    def visible(self) -> JobQuerySet:
        return cast("JobQuerySet", super().visible()).for_pages().filter(kind=KIND)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        draft = self._draft()
        return SeeOther(address(draft)) if draft else super().get(request, *args, **kwargs)

    def _draft(self) -> AllocationRun | None:
        """The run that the finished job has written: made by the same person at the moment the job began."""
        job = self.object
        if job.state != Job.State.DONE:
            return None
        runs = AllocationRun.objects.visible_to(self.request.user).for_pages()
        made = {"arrival_group": job.parameters["group"], "made_by": job.owner, "made_at": job.started_at}
        return runs.filter(**made).first()

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        job = self.object
        last = job.transitions.order_by("-pk").first()
        failed = job.state == Job.State.FAILED and last
        groups_seen = ArrivalGroup.objects.visible_to(self.request.user)
        return super().get_context_data(
            group=groups_seen.filter(pk=job.parameters["group"]).first(),
            found=last.reason.splitlines() if failed else [],
            may_steer=True,
            **facts,
        )
