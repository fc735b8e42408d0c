"""The buttons of a participant, and the pages on which a button asks for days, reasons and employers."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clair_portal.accounts.models import User
from clair_portal.backoffice.buttons import MovesByButtons, StateButton
from clair_portal.pages.forms import refuse
from clair_portal.pages.views import signed_in
from clair_portal.workflow import DomainError, Outdated
from jet.actions import participants, placements, terms
from jet.admin.step_forms import ArriveForm, EndEarlyForm, RenewForm, StepForm, TransferForm
from jet.models import ContractingOrganisation, Participant, Placement, Term
from jet.models.placements import MOST_TERMS
from jet.policy import PARTICIPANTS_EDIT

State = Participant.State


@dataclass(frozen=True)
class AskingButton(StateButton):
    """A button whose page has a form; what is typed there is handed to the action by name."""

    form: type[StepForm] = StepForm


class AsksByForms(MovesByButtons):
    """Draws the form of an AskingButton; a refusal stands at its field with everything typed kept."""

    def move_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        obj, button = self._asked_for(request, object_id, name)
        if not isinstance(button, AskingButton) or not button.fits(obj):
            return super().move_view(request, object_id, name)
        form = button.form(request.POST if request.method == "POST" else None, participant=obj)
        if form.is_valid() and self._taken(request, obj, button, form):
            messages.success(request, str(button.done))
            return self._back(obj)
        return self._form_page(request, obj, button, form)

    def _taken(self, request: HttpRequest, obj: Any, button: StateButton, form: StepForm) -> bool:
        try:
            button.press(obj, by=signed_in(request), at=timezone.now(), **form.cleaned_data)
        except DomainError as refusal:
            refuse(form, refusal)
            return False
        return True

    def _form_page(self, request: HttpRequest, obj: Any, button: StateButton, form: StepForm) -> TemplateResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": button.label, "opts": self.opts, "original": obj, "button": button, "form": form,
            "back": self._record_url(obj),
        }  # fmt: skip
        return TemplateResponse(request, "jet/participant_step.html", context)


def renew(
    participant: Participant, *, number: int, last_on: date | None, exception: str, by: User, at: datetime
) -> Term:
    """The term after the one that was seen."""
    seen = participant.terms.filter(number=number).first()
    if seen is None:
        raise Outdated
    return terms.renew(seen, last_on=last_on, exception=exception, by=by, at=at)


def transfer(
    participant: Participant, *, placement: int, to: ContractingOrganisation, on: date, workplace: str,
    by: User, at: datetime,
) -> Placement:  # fmt: skip
    """From the placement that was seen."""
    seen = participant.placements.filter(pk=placement).first()
    if seen is None:
        raise Outdated
    return placements.transfer(seen, to=to, on=on, workplace=workplace, by=by, at=at)


def _can_be_renewed(participant: Participant) -> bool:
    last = participant.terms.by_number().last()
    return participant.state == State.SERVING and last is not None and last.number < MOST_TERMS


def _can_be_transferred(participant: Participant) -> bool:
    return participant.state == State.SERVING and participant.placements.exists()


STEPS: tuple[StateButton, ...] = (
    AskingButton(
        name="arrive", label=_("Has arrived"), action=participants.arrive, permission=PARTICIPANTS_EDIT,
        to_state=State.SERVING, form=ArriveForm, done=_("The arrival is noted, and the first term has been entered."),
    ),
    AskingButton(
        name="renew", label=_("Enter the next term"), action=renew, permission=PARTICIPANTS_EDIT, form=RenewForm,
        possible=_can_be_renewed, done=_("The next term has been entered."),
        confirm=_("It begins the day after the last one. A fourth and a fifth year need a reason."),
    ),
    AskingButton(
        name="transfer", label=_("Transfer"), action=transfer, permission=PARTICIPANTS_EDIT, form=TransferForm,
        possible=_can_be_transferred, done=_("The transfer has been entered."),
        confirm=_("The present placement ends the day before. Both stay on record."),
    ),
    StateButton(
        name="complete", label=_("Has completed"), action=participants.complete, permission=PARTICIPANTS_EDIT,
        to_state=State.COMPLETED, confirm=_("This is possible once the last term is over."),
        done=_("The participation is completed."),
    ),
    AskingButton(
        name="end-early", label=_("Ends early"), action=participants.end_early, permission=PARTICIPANTS_EDIT,
        to_state=State.ENDED_EARLY, form=EndEarlyForm, danger=True, done=_("The early end is noted."),
        confirm=_("Terms and placements end on the last day."),
    ),
    StateButton(
        name="withdraw", label=_("Does not come"), action=participants.withdraw, permission=PARTICIPANTS_EDIT,
        to_state=State.WITHDRAWN, needs_reason=True, danger=True, done=_("The withdrawal is noted."),
        confirm=_("A placement that was planned is removed."),
    ),
)  # fmt: skip
