"""The page of one's own released place, with the answer to it."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from clair_portal.pages.views import SIGNED_IN, ActionPage, FormPage, Page, signed_in
from jet import refused
from jet.actions import releases
from jet.forms.requests import ReasonForm
from jet.models import AllocationPlace, AllocationRun
from jet.placement_errors import NotReleased
from jet.views.oneself import Oneself

State = AllocationPlace.State


class Answering(Oneself, abstract=True):
    """An answer belongs to the place that was on the page."""

    def shown(self) -> AllocationPlace:
        """Raises NotReleased if another place has come in the meantime, or none is there."""
        if self.place is None or self.request.POST.get("seen") != str(self.place.pk):
            raise NotReleased
        return self.place


class MyPlace(Oneself, Page):
    """Where one goes, and why not to a place one wished for more."""

    permission = SIGNED_IN
    template_name = "jet/place.html"

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        place = self.place
        return super().get_context_data(
            reasons=refused.told(place.refused) if place else [],
            is_current=bool(place and place.run.state == AllocationRun.State.PUBLISHED),
            **facts,
        )


class AcceptPlace(Answering, ActionPage):
    """Asks once whether one goes there."""

    permission = SIGNED_IN
    template_name = "jet/place_accept.html"

    def done(self) -> str | None:
        return reverse("jet:place") if self.place is None or self.place.state == State.ACCEPTED else None

    def perform(self) -> str:
        releases.accept(self.shown(), by=signed_in(self.request), at=timezone.now())
        return reverse("jet:place")


class WithdrawFromPlace(Answering, FormPage):
    """Does not go, and says why."""

    permission = SIGNED_IN
    form_class = ReasonForm
    template_name = "jet/place_withdraw.html"

    def perform(self, form: ReasonForm) -> str:
        place, by, at = self.shown(), signed_in(self.request), timezone.now()
        if place.state != State.WITHDRAWN:
            releases.withdraw(place, by=by, at=at, reason=form.cleaned_data["reason"])
        return reverse("jet:place")
