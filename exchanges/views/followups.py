"""What has come of a visit: the authority's page, half a year and a year later."""

from typing import Any, cast

from django.utils import timezone

from clair_portal.pages.views import FormPage, OneObject, signed_in
from exchanges.actions import followups
from exchanges.forms.afterwards import FollowUpForm
from exchanges.models import FollowUp
from exchanges.models.followups import FollowUpQuerySet
from exchanges.policy import CASES_ASK
from exchanges.views.cases import address


class AnswerFollowUp(OneObject, FormPage):
    """One question; the answer can be corrected."""

    permission = CASES_ASK
    model = FollowUp
    lookup = "months"
    form_class = FollowUpForm
    template_name = "exchanges/follow_up.html"

    def visible(self) -> FollowUpQuerySet:
        return cast("FollowUpQuerySet", super().visible()).for_pages().filter(case__number=self.kwargs["number"])

    def get_initial(self) -> dict[str, Any]:
        one = self.object
        return {"outcome": one.outcome, "words": one.words, "seen_version": one.version}

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(case=self.object.case, follow_up=self.object, **facts)

    def perform(self, form: FollowUpForm) -> str:
        one, typed = self.object, form.cleaned_data
        one.version = typed["seen_version"]
        by, at = signed_in(self.request), timezone.now()
        followups.answer(one, outcome=typed["outcome"], words=typed["words"], by=by, at=at)
        return address(one.case)
