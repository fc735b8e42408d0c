"""Swap cycles: what could be proposed now, each proposal drawn, and those that the employers are asked about."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from clair_portal.pages.views import ActionPage, FormPage, ObjectPage, OneObject, Page, signed_in
from clair_portal.workflow import Outdated
from jet.actions import swaps
from jet.forms.requests import ReasonForm
from jet.forms.transfers import ProposalForm
from jet.models import SwapCycle
from jet.models.swaps import SwapCycleQuerySet
from jet.policy import TRANSFERS_DECIDE
from jet.transferring import search
from jet.transferring.drawing import drawn

State = SwapCycle.State


def address(cycle: SwapCycle) -> str:
    return reverse("jet:swap", args=[cycle.number])


class Swaps(Page):
    """The proposals that can be made of today's requests, and the cycles that are under way."""

    permission = TRANSFERS_DECIDE
    template_name = "jet/swaps.html"

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        at, cycles = timezone.now(), SwapCycle.objects.visible_to(self.request.user).live().for_pages()
        found = search.read(at)
        return super().get_context_data(
            proposals=[(proposal, drawn(proposal.steps)) for proposal in search.best(found)],
            cycles=cycles.order_by("effective_on", "pk"),
            waiting=len(found.requests),
            free=[(post, free) for post, free in found.posts.items()],
            held_back=[request for request in found.requests if search.is_held_back(found, request)],
            **facts,
        )


class ProposeSwap(FormPage):
    """Asks for the day, then asks the employers. A proposal that no longer stands is not asked about."""

    permission = TRANSFERS_DECIDE
    form_class = ProposalForm
    template_name = "jet/swap_propose.html"

    @cached_property
    def proposal(self) -> swaps.Proposal | None:
        found = search.proposals(timezone.now())
        return next((each for each in found if each.fingerprint == self.kwargs["key"]), None)

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        drawing = drawn(self.proposal.steps) if self.proposal else None
        return super().get_context_data(proposal=self.proposal, drawing=drawing, **facts)

    def perform(self, form: ProposalForm) -> str:
        known = SwapCycle.objects.visible_to(self.request.user).live().filter(fingerprint=self.kwargs["key"]).first()
        if known is not None:  # the second click finds it proposed
            return address(known)
        if self.proposal is None:
            raise Outdated
        by, at = signed_in(self.request), timezone.now()
        return address(swaps.propose(self.proposal, effective_on=form.cleaned_data["effective_on"], by=by, at=at))


class AboutSwap(OneObject, abstract=True):
    """Everything about one cycle stands below its number."""

    model = SwapCycle
    lookup = "number"

    def visible(self) -> SwapCycleQuerySet:
        return SwapCycle.objects.visible_to(self.request.user).for_pages()

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(cycle=self.object, drawing=drawn(list(self.object.moves.all())), **facts)


class SwapPage(AboutSwap, ObjectPage):
    """One cycle: drawn, as a table, with what each employer answered, and the next step."""

    permission = TRANSFERS_DECIDE
    template_name = "jet/swap.html"

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(last=self.object.transitions.order_by("-pk").first(), **facts)


class ApproveSwap(AboutSwap, ActionPage):
    """Asks once whether the placements shall be written."""

    permission = TRANSFERS_DECIDE
    template_name = "jet/swap_approve.html"

    def done(self) -> str | None:
        return address(self.object) if self.object.state == State.APPROVED else None

    def perform(self) -> str:
        swaps.approve(self.object, by=signed_in(self.request), at=timezone.now())
        return address(self.object)


class DissolveSwap(AboutSwap, FormPage):
    """Headquarters takes the proposal back."""

    permission = TRANSFERS_DECIDE
    form_class = ReasonForm
    template_name = "jet/swap_dissolve.html"

    def perform(self, form: ReasonForm) -> str:
        if self.object.state != State.DISSOLVED:
            by, at = signed_in(self.request), timezone.now()
            swaps.dissolve(self.object, by=by, at=at, reason=form.cleaned_data["reason"])
        return address(self.object)
