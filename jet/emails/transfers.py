"""The mails about transfers: to the employers that are asked, and to whoever asked to be transferred."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from clair_portal.accounts.models import User
from clair_portal.directory.languages import in_language
from clair_portal.mail.message import Message
from clair_portal.pages.times import day
from jet.models import SwapMove, TransferConsent, TransferRequest

OF_EMPLOYERS, OF_PARTICIPANTS = "ja", "en-gb"  # unless another language is known
ASKED, ENDED = "transfer_asked", "transfer_ended"


def transfer_told(
    request: TransferRequest, what: str, *, occurrence: str, reason: str = "", move: SwapMove | None = None
) -> Message:
    """One mail; `move` is given once the transfer is approved."""
    person = request.participant.person
    language = person.language or OF_PARTICIPANTS
    with override(language):
        context = {
            "number": request.number, "what": str(what), "reason": reason,
            "facts": _where_to(move, language) if move else [],
            "action_label": _("See my transfer request"), "action_url": settings.PORTAL_URL + reverse("jet:transfer"),
        }  # fmt: skip
    return Message(
        template="jet/transfer_told", to=person.email, language=language, person_id=person.pk,
        key=f"jet.transfer_told:{request.number}:{what}:{occurrence}", context=context,
    )  # fmt: skip


def to_employer(name: str, consent: TransferConsent, user: User) -> Message:
    """One mail to one account of an employer."""
    language = user.language or OF_EMPLOYERS
    with override(language):
        context: dict[str, Any] = {
            "employer": in_language(consent.employer.organisation, "name", language),
            "number": consent.cycle.number, "state": consent.cycle.state,
            "facts": [{"label": _("First day at the new places"), "value": day(consent.cycle.effective_on)}],
            "action_label": _("See the proposal and answer") if name == ASKED else _("See the proposal"),
            "action_url": settings.PORTAL_URL + reverse("jet:transfer_consent", args=[consent.pk]),
        }  # fmt: skip
    return Message(
        template=f"jet/{name}", to=user.email, language=language, person_id=user.person_id,
        key=f"jet.{name}:{consent.cycle.number}:{consent.employer_id}:{consent.cycle.state}:{user.pk}",
        context=context,
    )  # fmt: skip


def _where_to(move: SwapMove, language: str) -> list[dict[str, str]]:
    return [
        {"label": _("New employer"), "value": in_language(move.joins.organisation, "name", language)},
        {"label": _("First day there"), "value": day(move.cycle.effective_on)},
    ]
