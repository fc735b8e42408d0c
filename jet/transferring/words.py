"""What the state of a transfer request means to whoever wrote it, in plain words that name nobody else."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jet.models import TransferRequest

State = TransferRequest.State

WHAT_NOW: dict[str, str | Promise] = {
    State.DRAFT: _("Nobody but you sees this yet. Submit it when it is complete."),
    State.SUBMITTED: _("Headquarters reads your request and decides whether a transfer is possible. You get a mail."),
    State.ELIGIBLE: _("Headquarters is looking for a place that you wished for. This can take some time; you stay "
                      "where you are meanwhile."),
    State.NOT_ELIGIBLE: _("Headquarters has decided that a transfer is not possible for this reason."),
    State.MATCHED: _("A place may have been found. The employers concerned are asked whether they agree. Nothing is "
                     "certain yet."),
    State.AGREED: _("The employers concerned agree. Headquarters has the last word."),
    State.APPROVED: _("Your transfer is approved."),
    State.EFFECTIVE: _("You have been transferred."),
    State.CLOSED: _("Headquarters could not find a place and has closed the request."),
    State.WITHDRAWN: _("You have withdrawn this request."),
}  # fmt: skip
