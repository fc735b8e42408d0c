"""Surveys after a visit: the host's page by signed link, the authority's own, and their end."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clair_portal.accounts import links
from clair_portal.directory.languages import in_language
from clair_portal.pages.views import PUBLIC, ActionPage, FormPage
from exchanges.actions import surveys
from exchanges.emails.afterwards import SURVEY_LINK
from exchanges.forms.afterwards import AuthoritySurveyForm, HostSurveyForm, SurveyForm
from exchanges.models import Survey
from exchanges.policy import CASES_ASK, CASES_STEER
from exchanges.views.cases import AboutCase, address

LINKS_LIVE_FOR = timedelta(days=90)  # longer than a survey is open, so that a late reader is told that it is closed


class Answering(FormPage, abstract=True):
    """The four questions, with the answer that was given before; closed surveys say so."""

    template_name = "exchanges/survey.html"

    @property
    def survey(self) -> Survey:
        raise NotImplementedError

    def get_initial(self) -> dict[str, Any]:
        one = self.survey
        if one.answered_at is None:
            return {}
        again = "yes" if one.again else "no"
        return {"usefulness": one.usefulness, "again": again, "better": one.better, "may_publish": one.may_publish}

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        one = self.survey
        return super().get_context_data(
            **{"survey": one, "case": one.case, "is_open": one.is_open(timezone.now()), **facts}
        )

    def perform(self, form: SurveyForm) -> str:
        surveys.answer(self.survey, form.given(), at=timezone.now())
        return self.request.path


class HostSurvey(Answering):
    """Whoever holds the link in the letter of thanks: no account, one answer."""

    permission = PUBLIC
    form_class = HostSurveyForm
    template_name = "exchanges/host_survey.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.found is None:
            return render(request, "exchanges/host_gone.html", status=HTTPStatus.NOT_FOUND)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def found(self) -> Survey | None:
        subject = links.subject_of(SURVEY_LINK, self.kwargs["token"], valid_for=LINKS_LIVE_FOR)
        return Survey.objects.by_link(*subject).for_pages().first() if subject else None

    @property
    def survey(self) -> Survey:
        if self.found is None:
            raise Http404
        return self.found

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        language = get_language() or "en"
        authority = in_language(self.survey.case.authority, "name", language)
        return super().get_context_data(who=_("The visit of %(authority)s") % {"authority": authority}, **facts)


class AuthoritySurvey(AboutCase, Answering):
    """The authority's answer, by anybody who may ask on its behalf."""

    permission = CASES_ASK
    form_class = AuthoritySurveyForm

    @cached_property
    def survey(self) -> Survey:
        own = Survey.objects.visible_to(self.request.user).for_pages().filter(case=self.object, meeting=None)
        found = own.first()
        if found is None:
            raise Http404
        return found

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(who=self.object.title, **facts)


class CloseSurveys(AboutCase, ActionPage):
    """The office ends the surveys of a case early."""

    permission = CASES_STEER
    template_name = "exchanges/survey_close.html"

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(case=self.object, **facts)

    def perform(self) -> str:
        surveys.close(self.object, at=timezone.now())
        return address(self.object)
