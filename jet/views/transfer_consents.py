"""What an employer is asked about transfers: who would leave, who would come, and its answer."""

from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone

from clair_portal.pages.views import FormPage, ListPage, OneObject, signed_in
from jet.actions import swaps
from jet.forms.transfers import ConsentForm
from jet.languages import named
from jet.models import SwapCycle, SwapMove, TransferConsent
from jet.models.swaps import TransferConsentQuerySet
from jet.policy import TRANSFERS_CONSENT

State = SwapCycle.State


class Consents(ListPage):
    """Everything that one's own organisations are asked, and were asked."""

    permission = TRANSFERS_CONSENT
    template_name = "jet/transfer_consents.html"
    sorts: ClassVar = {"": ("-cycle__proposed_at",)}

    def rows(self) -> TransferConsentQuerySet:
        return TransferConsent.objects.visible_to(self.request.user).for_pages()


class Consent(OneObject, FormPage):
    """One proposal, as far as it concerns this employer. It reads what somebody brings, never why they ask."""

    permission = TRANSFERS_CONSENT
    model = TransferConsent
    form_class = ConsentForm
    template_name = "jet/transfer_consent.html"

    def visible(self) -> TransferConsentQuerySet:
        return TransferConsent.objects.visible_to(self.request.user).for_pages()

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        consent, employer = self.object, self.object.employer_id
        moves = consent.cycle.moves.for_pages().prefetch_related("request__participant__languages").order_by("place")
        return super().get_context_data(
            consent=consent,
            leaving=next((move for move in moves if move.leaves_id == employer), None),
            coming=[_brought(move) for move in moves if move.joins_id == employer],
            may_answer=not consent.answer and consent.cycle.state == State.ASKED,
            is_named=consent.cycle.state == State.APPROVED,
            **facts,
        )

    def perform(self, form: ConsentForm) -> str:
        if self.object.answer != form.cleaned_data["answer"]:  # the second click finds it answered
            swaps.answer(
                self.object, agrees=form.says_yes, reason="" if form.says_yes else form.cleaned_data["reason"],
                by=signed_in(self.request), at=timezone.now(),
            )  # fmt: skip
        return reverse("jet:transfer_consent", args=[self.object.pk])


def _brought(move: SwapMove) -> dict[str, Any]:
    """What an employer needs to know of somebody who would come."""
    participant = move.request.participant
    languages = [(named(skill.language), skill.get_level_display()) for skill in participant.languages.all()]
    return {"participant": participant, "languages": languages}
