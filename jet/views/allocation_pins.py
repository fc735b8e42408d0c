"""Decisions by hand: who goes to which place, or not, in the runs to come."""

from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from clair_portal.pages.views import ActionPage, FormPage, ListPage, signed_in
from jet.actions import pins
from jet.forms.allocation import PinForm
from jet.models import ArrivalGroup, Participant, Pin, PlacementRequest
from jet.models.runs import PinQuerySet
from jet.policy import ALLOCATION_RUN, ALLOCATION_VIEW
from jet.views.allocation import OfGroup


def address(group: ArrivalGroup) -> str:
    return reverse("jet:pins", args=[group.year, group.code])


class Pins(OfGroup, ListPage):
    """The decisions of one group."""

    permission = ALLOCATION_VIEW
    template_name = "jet/allocation_pins.html"
    sorts: ClassVar = {"": ("participant__jet_number",)}

    def rows(self) -> PinQuerySet:
        return Pin.objects.visible_to(self.request.user).of_group(self.group).for_pages()

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(may_run=self.request.user.has_perm(ALLOCATION_RUN), **facts)


class AddPin(OfGroup, FormPage):
    """One more decision, with its reason."""

    permission = ALLOCATION_RUN
    form_class = PinForm
    template_name = "jet/allocation_pin.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        user = self.request.user
        return super().get_form_kwargs() | {
            "people": Participant.objects.visible_to(user).filter(arrival_group=self.group),
            "requests": PlacementRequest.objects.visible_to(user).frozen(self.group),
        }

    def get_initial(self) -> dict[str, Any]:
        """From the page of a person, their number comes along."""
        return {"participant": self.request.GET.get("participant", "")}

    def perform(self, form: PinForm) -> str:
        pin = form.instance
        pin.participant, pin.request = form.cleaned_data["participant"], form.cleaned_data["request"]
        pins.decide(pin, by=signed_in(self.request), at=timezone.now())
        return address(self.group)


class LiftPin(OfGroup, ActionPage):
    """The decision holds no more. Where it is gone already, nothing is left to do."""

    permission = ALLOCATION_RUN
    template_name = "jet/allocation_lift.html"

    @cached_property
    def pin(self) -> Pin | None:
        rows = Pin.objects.visible_to(self.request.user).of_group(self.group).for_pages()
        return rows.filter(pk=self.kwargs["pk"]).first()

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(pin=self.pin, **facts)

    def done(self) -> str | None:
        return None if self.pin else address(self.group)

    def perform(self) -> str:
        if self.pin:
            pins.lift(self.pin, by=signed_in(self.request), at=timezone.now())
        return address(self.group)
