"""Pages that change something: a valid POST makes exactly one action call and then sends the browser elsewhere."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.generic.base import TemplateView
from django.views.generic.edit import FormView

from clair_portal.pages.forms import refuse
from clair_portal.pages.views.guards import Guarded
from clair_portal.workflow import DomainError


class SeeOther(HttpResponseRedirect):
    """After a POST: fetch the next page with GET, so that reloading it repeats nothing."""

    status_code = HTTPStatus.SEE_OTHER


class FormPage(Guarded, FormView, abstract=True):  # type: ignore[type-arg]
    """GET shows the form. A refusal is shown at its place, with what was typed kept, as status 422."""

    def perform(self, form: Any) -> str:
        """The one action call; answers the address of the next page."""
        raise NotImplementedError

    def form_valid(self, form: forms.BaseForm) -> HttpResponse:
        try:
            return SeeOther(self.perform(form))
        except DomainError as error:
            refuse(form, error)
            return self.form_invalid(form)

    def form_invalid(self, form: forms.BaseForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.UNPROCESSABLE_ENTITY)


class ActionPage(Guarded, TemplateView, abstract=True):
    """GET asks "shall this be done?", POST does it. A second POST finds it done and ends at the same place."""

    def perform(self) -> str:
        """The one action call; answers the address of the next page."""
        raise NotImplementedError

    def done(self) -> str | None:
        """Where to go if there is nothing left to do, else None."""
        return None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        already = self.done()
        return SeeOther(already) if already else super().get(request, *args, **kwargs)

    def post(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        try:
            return SeeOther(self.done() or self.perform())
        except DomainError as error:
            return self._refused(error)

    def _refused(self, error: DomainError) -> HttpResponse:
        self.__dict__.pop("object", None)  # a twin of this POST may have been faster: look again
        already = self.done()
        if already:
            return SeeOther(already)
        return self.render_to_response(self.get_context_data(refusal=str(error)), status=HTTPStatus.CONFLICT)
