"""Transfer requests as headquarters sees them: the list, one request, and the decision on it."""

from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone

from clair_portal.pages.views import FormPage, ListPage, ObjectPage, OneObject, signed_in
from jet.actions import transfers
from jet.forms.requests import ReasonForm
from jet.forms.transfers import DecisionForm, TransferFilter
from jet.models import TransferRequest
from jet.models.transfers import TransferRequestQuerySet
from jet.policy import TRANSFERS_DECIDE

State = TransferRequest.State


def address(asked: TransferRequest) -> str:
    return reverse("jet:transfer_request", args=[asked.number])


class Transfers(ListPage):
    """Everything that was submitted, the newest first."""

    permission = TRANSFERS_DECIDE
    template_name = "jet/transfers.html"
    sorts: ClassVar = {"": ("-created_at",)}
    filter_form = TransferFilter

    def rows(self) -> TransferRequestQuerySet:
        return TransferRequest.objects.visible_to(self.request.user).for_pages()

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(narrowed=bool(self.wanted()), **facts)


class AboutTransfer(OneObject, abstract=True):
    """Everything about one request stands below its number."""

    model = TransferRequest
    lookup = "number"

    def visible(self) -> TransferRequestQuerySet:
        return TransferRequest.objects.visible_to(self.request.user).for_pages()

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        asked = self.object
        wishes = asked.wishes.select_related("prefecture__organisation", "employer__organisation")
        return super().get_context_data(asked=asked, wishes=wishes.order_by("rank"), **facts)


class TransferPage(AboutTransfer, ObjectPage):
    """One request: who, why, where to, what has happened, and the next step."""

    permission = TRANSFERS_DECIDE
    template_name = "jet/transfer_request.html"

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        asked, today = self.object, timezone.localdate()
        return super().get_context_data(
            present=asked.participant.placements.on(today).for_pages().first(),
            steps=[(row, State(row.to_state).label) for row in self.moves()],
            moves=asked.moves.for_pages().select_related("cycle").order_by("-pk"),
            **facts,
        )

    def moves(self) -> Any:
        return self.object.transitions.select_related("by__person").order_by("pk")


class DecideTransfer(AboutTransfer, FormPage):
    """Whether a transfer is possible at all."""

    permission = TRANSFERS_DECIDE
    form_class = DecisionForm
    template_name = "jet/transfer_decide.html"

    def perform(self, form: DecisionForm) -> str:
        asked, by, at = self.object, signed_in(self.request), timezone.now()
        if asked.state == (State.ELIGIBLE if form.says_yes else State.NOT_ELIGIBLE):
            return address(asked)  # the second click finds it decided
        if form.says_yes:
            transfers.admit(asked, by=by, at=at)
        else:
            transfers.turn_down(asked, by=by, at=at, reason=form.cleaned_data["reason"])
        return address(asked)


class CloseTransfer(AboutTransfer, FormPage):
    """No place could be found."""

    permission = TRANSFERS_DECIDE
    form_class = ReasonForm
    template_name = "jet/transfer_close.html"

    def perform(self, form: ReasonForm) -> str:
        if self.object.state != State.CLOSED:
            by, at = signed_in(self.request), timezone.now()
            transfers.close(self.object, by=by, at=at, reason=form.cleaned_data["reason"])
        return address(self.object)
