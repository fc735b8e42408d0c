"""Drafts save themselves while they are typed: the answers to the small script of the request's form."""

from http import HTTPStatus
from typing import Any

from django.forms import BaseForm
from django.http import JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from clair_portal.workflow import DomainError
from exchanges.errors import WithSomebodyElse
from exchanges.forms.cases import CaseForm
from exchanges.models import VisitCase
from exchanges.policy import CASES_ASK
from exchanges.views.cases import Drafting, EditCase, NewCase

IN_THE_WAY = HTTPStatus.CONFLICT


class Autosave(Drafting, abstract=True):
    """What the page would do with the same form, answered in a few words instead of a page."""

    http_method_names = ("post", "options")

    def form_valid(self, form: BaseForm) -> JsonResponse:
        try:
            self.perform(form)
        except DomainError as error:
            return JsonResponse({"said": str(error)}, status=IN_THE_WAY)
        return JsonResponse(_kept(self._case(form)))

    def form_invalid(self, form: BaseForm) -> JsonResponse:
        """What cannot be kept as it stands is kept by nobody; the person is told which answer it is."""
        name, errors = next(iter(form.errors.items()))
        label = form.fields[name].label if name in form.fields else ""
        sentence = _("Not saved yet. %(answer)s: %(reason)s") % {"answer": label, "reason": errors[0]}
        return JsonResponse({"said": sentence if label else errors[0]}, status=HTTPStatus.UNPROCESSABLE_ENTITY)

    def _case(self, form: Any) -> VisitCase:
        return VisitCase.objects.visible_to(self.request.user).get(uuid=form.instance.uuid)


class AutosaveNew(Autosave, NewCase):
    """The first time there is something to keep, it becomes a draft."""

    permission = CASES_ASK


class AutosaveDraft(Autosave, EditCase):
    """A draft. What was sent once is changed only by whoever presses the button."""

    permission = CASES_ASK

    def perform(self, form: CaseForm) -> str:
        if self.object.state != VisitCase.State.DRAFT:
            raise WithSomebodyElse
        return super().perform(form)


def _kept(case: VisitCase) -> dict[str, Any]:
    """Where the script goes on: the version it has seen now, and the addresses of the draft."""
    return {
        "version": case.version,
        "page": reverse("exchanges:edit", args=[case.number]),
        "autosave": reverse("exchanges:autosave", args=[case.number]),
    }
