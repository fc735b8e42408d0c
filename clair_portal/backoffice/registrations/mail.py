"""The outbox: what left, what waits, what needs a human being."""

from typing import Any, ClassVar

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from clair_portal.backoffice.buttons import StateButton
from clair_portal.backoffice.columns import state_tag
from clair_portal.backoffice.model_admin import ReadOnly
from clair_portal.backoffice.work import Tone
from clair_portal.mail import policy
from clair_portal.mail.actions import outgoing
from clair_portal.mail.models import OutgoingMail

TONES: dict[str, Tone] = {
    OutgoingMail.State.SENT: Tone.GOOD,
    OutgoingMail.State.QUEUED: Tone.WAITING,
    OutgoingMail.State.SENDING: Tone.WAITING,
    OutgoingMail.State.PARKED: Tone.LATE,
}


@admin.register(OutgoingMail)
class OutgoingMailAdmin(ReadOnly):
    """Mails, newest first. Their content is not shown: it may hold a code that opens an account."""

    view_permission = policy.MAIL_VIEW
    list_display = ("to", "template", "language", "shown_state", "due_at", "sent_at", "trouble")
    list_filter = ("state", "topic", "created_at")
    search_fields = ("to__istartswith",)
    search_help_text = _("Beginning of the address")
    sortable_by = ("due_at", "sent_at")
    ordering = ("-created_at", "-pk")
    fields = (
        "to", "person", "template", "topic", "language", "state", "trouble", "answer",
        "created_at", "due_at", "sent_at", "refusals", "failures",
    )  # fmt: skip
    moves: ClassVar[tuple[StateButton, ...]] = (
        StateButton(
            name="retry",
            label=_("Send again"),
            action=outgoing.retry,
            permission=policy.MAIL_STEER,
            to_state=OutgoingMail.State.QUEUED,
            possible=policy.can_retry,
            confirm=_("The mail goes back to the queue and leaves with the next round."),
            done=_("The mail is in the queue again."),
        ),
        StateButton(
            name="withdraw",
            label=_("Withdraw"),
            action=outgoing.cancel,
            permission=policy.MAIL_STEER,
            to_state=OutgoingMail.State.CANCELLED,
            possible=policy.can_cancel,
            needs_reason=True,
            confirm=_("The mail will not be sent. This cannot be undone."),
            done=_("The mail is withdrawn."),
            danger=True,
        ),
    )

    @admin.display(description=_("state"))
    def shown_state(self, obj: Any) -> SafeString:
        return state_tag(obj, TONES)
