"""The office's pages about where a case goes: to another office, beside another case, or into it; and its tasks."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from clair_portal.pages.views import ActionPage, FormPage, signed_in
from clair_portal.pages.views.writing import SeeOther
from exchanges.actions import checklists, routing
from exchanges.forms.routing import HandOverForm, LinkForm, MergeForm, OtherCaseForm
from exchanges.models import CaseLink, CaseTask, VisitCase
from exchanges.policy import CASES_STEER, CASES_VIEW
from exchanges.views.cases import AboutCase, address


class HandOver(AboutCase, FormPage):
    """Another office takes the case."""

    permission = CASES_STEER
    form_class = HandOverForm
    template_name = "exchanges/hand_over.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"case": self.object, "on": timezone.localdate()}

    def perform(self, form: HandOverForm) -> str:
        typed = form.cleaned_data
        routing.hand_over(
            self.object, office=typed["office"], reason=typed["reason"], by=signed_in(self.request), at=timezone.now()
        )
        return address(self.object)


class BesideAnother(AboutCase, FormPage, abstract=True):
    """A page on which another case is named."""

    permission = CASES_STEER
    form_class: type[OtherCaseForm]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"seen": self.visible()}


class Link(BesideAnother):
    """Two cases belong together."""

    form_class = LinkForm
    template_name = "exchanges/link.html"

    def perform(self, form: LinkForm) -> str:
        typed = form.cleaned_data
        routing.link(
            self.object, other=typed["other"], kind=typed["kind"], by=signed_in(self.request), at=timezone.now()
        )
        return address(self.object)


class Merge(BesideAnother):
    """The same request came twice."""

    form_class = MergeForm
    template_name = "exchanges/merge.html"

    def perform(self, form: MergeForm) -> str:
        typed = form.cleaned_data
        into = routing.merge(
            self.object, into=typed["other"], reason=typed["reason"], by=signed_in(self.request), at=timezone.now()
        )
        return address(into)


class Unlink(AboutCase, ActionPage):
    """Asks once whether the two cases do not belong together after all."""

    permission = CASES_STEER
    template_name = "exchanges/unlink.html"

    @property
    def link(self) -> CaseLink | None:
        found = CaseLink.objects.visible_to(self.request.user).touching(self.object)
        return found.filter(pk=self.kwargs["pk"]).first()

    def done(self) -> str | None:
        return None if self.link else address(self.object)

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(case=self.object, link=self.link, **facts)

    def perform(self) -> str:
        if self.link:
            routing.unlink(self.link)
        return address(self.object)


class TickTask(AboutCase):
    """POST `done` "yes" or "no": a task is done, or is not done after all. `back` says on which page one was."""

    permission = CASES_VIEW
    http_method_names = ("post", "options")

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        seen = CaseTask.objects.visible_to(request.user).filter(case=self.object)
        task = get_object_or_404(seen.select_related("case__office"), pk=self.kwargs["pk"])
        if request.POST.get("done") == "no":
            checklists.untick(task)
        else:
            checklists.tick(task, by=signed_in(request), at=timezone.now())
        return SeeOther(_back(request, self.object))


def _back(request: HttpRequest, case: VisitCase) -> str:
    """The page of the case, or its record for whoever came from there."""
    if request.POST.get("back") == "record" and request.user.has_perm(CASES_STEER, case):
        return reverse("admin:exchanges_visitcase_change", args=[case.pk]) + "#tasks"
    return address(case) + "#tasks"
