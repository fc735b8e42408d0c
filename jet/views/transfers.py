"""The pages of one's own transfer request: write it, submit it, withdraw it, and read how far it is."""

from typing import Any, ClassVar

from django.contrib import messages
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clair_portal.directory.models import LocalAuthority
from clair_portal.pages.views import SIGNED_IN, ActionPage, FormPage, Page, signed_in
from clair_portal.search.lookup import without_tokens
from clair_portal.workflow import Outdated
from jet.actions import transfers
from jet.forms.transfers import TransferForm
from jet.models import SwapCycle, SwapMove, TransferRequest
from jet.models.transfers import IN_A_CYCLE, LIVE
from jet.transferring.words import WHAT_NOW
from jet.views.oneself import Oneself

State = TransferRequest.State
MAY_WITHDRAW = (State.DRAFT, State.SUBMITTED, State.ELIGIBLE, *IN_A_CYCLE)


class Asking(Oneself, abstract=True):
    """About the newest request of whoever looks."""

    @cached_property
    def asked(self) -> TransferRequest | None:
        seen = TransferRequest.objects.visible_to(self.request.user).filter(participant=self.participant)
        return seen.newest_first().first()

    def shown(self) -> TransferRequest:
        """The request that was on the page. Raises Outdated if there is another by now, or none."""
        if self.asked is None or self.request.POST.get("seen") != self.asked.number:
            raise Outdated
        return self.asked

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(asked=self.asked, **facts)


class MyTransfer(Asking, Page):
    """How far it is, in plain words; nobody else is named."""

    permission = SIGNED_IN
    template_name = "jet/transfer.html"

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        asked = self.asked
        return super().get_context_data(
            what_now=WHAT_NOW[asked.state] if asked else "",
            told=_told(asked),
            move=_approved(asked),
            wishes=_wishes(asked),
            may_withdraw=asked is not None and asked.state in MAY_WITHDRAW,
            may_begin=asked is None or asked.state not in LIVE,
            **facts,
        )


class WriteTransfer(Asking, FormPage):
    """A draft, to be changed until it is submitted."""

    permission = SIGNED_IN
    form_class = TransferForm
    template_name = "jet/transfer_write.html"

    @cached_property
    def open(self) -> TransferRequest | None:
        """The request that is open now."""
        return self.asked if self.asked is not None and self.asked.state in LIVE else None

    def get_form_kwargs(self) -> dict[str, Any]:
        seen = TransferRequest.objects.visible_to(self.request.user).live().filter(participant=self.participant)
        instance = seen.first() or TransferRequest(participant=self.participant)
        return super().get_form_kwargs() | {"instance": instance, "prefectures": self.prefectures()}

    def prefectures(self) -> list[LocalAuthority]:
        known = LocalAuthority.objects.visible_to(self.request.user).prefectures().on(timezone.localdate())
        found = known.select_related("organisation")
        return list(without_tokens(found, "organisation").by_name(get_language() or "en"))

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        is_closed = self.open is not None and self.open.state != State.DRAFT
        return super().get_context_data(closed=is_closed, **facts)

    def perform(self, form: TransferForm) -> str:
        by, at, kept = signed_in(self.request), timezone.now(), self.open
        if kept is None:
            transfers.draft(form.instance, wishes=form.wishes, by=by, at=at)
        else:
            kept.version = form.cleaned_data["seen_version"] or 0
            transfers.edit(kept, changes=form.facts(), wishes=form.wishes, by=by, at=at)
        messages.success(self.request, _("Your draft is kept. Nobody else sees it before you submit it."))
        return reverse("jet:transfer")


class Stepping(Asking, ActionPage, abstract=True):
    """A step that is asked once more; the second click finds it done."""

    template_name = "jet/transfer_step.html"
    step: ClassVar[str]
    ends: ClassVar[frozenset[str]]

    def done(self) -> str | None:
        self.__dict__.pop("asked", None)  # a twin of this POST may have been faster
        is_done = self.asked is None or self.asked.state in self.ends
        return reverse("jet:transfer") if is_done else None

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(step=self.step, wishes=_wishes(self.asked), **facts)


class SubmitTransfer(Stepping):
    """The draft goes to headquarters."""

    permission = SIGNED_IN
    step = "submit"
    ends = frozenset(State.values) - {State.DRAFT}

    def perform(self) -> str:
        transfers.submit(self.shown(), by=signed_in(self.request), at=timezone.now())
        return reverse("jet:transfer")


class WithdrawTransfer(Stepping):
    """One stays after all."""

    permission = SIGNED_IN
    step = "withdraw"
    ends = frozenset(State.values) - frozenset(MAY_WITHDRAW)

    def perform(self) -> str:
        transfers.withdraw(self.shown(), by=signed_in(self.request), at=timezone.now())
        return reverse("jet:transfer")


def _wishes(asked: TransferRequest | None) -> list[Any]:
    if asked is None:
        return []
    return list(asked.wishes.select_related("prefecture__organisation", "employer__organisation").order_by("rank"))


def _told(asked: TransferRequest | None) -> str:
    """The reason that headquarters wrote for the participant."""
    if asked is None or asked.state not in (State.NOT_ELIGIBLE, State.CLOSED):
        return ""
    return str(asked.transitions.order_by("-pk").values_list("reason", flat=True)[0])


def _approved(asked: TransferRequest | None) -> SwapMove | None:
    """Where to and from when, once it is certain."""
    if asked is None or asked.state not in (State.APPROVED, State.EFFECTIVE):
        return None
    moves = asked.moves.filter(cycle__state=SwapCycle.State.APPROVED)
    found: SwapMove | None = moves.select_related("cycle", "joins__organisation").first()
    return found
