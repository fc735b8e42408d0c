"""What is asked when a participant takes a step."""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from clair_portal.backoffice.choosers import Chooser
from clair_portal.pages.forms import PortalForm
from jet.admin.days import day
from jet.models import ContractingOrganisation, Participant, Placement

WORKPLACE = 200
REASON = 2000


def employer(label: Any, *, required: bool = True) -> "forms.ModelChoiceField[ContractingOrganisation]":
    """A contracting organisation, found by typing."""
    return forms.ModelChoiceField(
        ContractingOrganisation.objects.for_pages(), label=label, required=required,
        widget=Chooser(Placement._meta.get_field("employer"), admin.site),
    )  # fmt: skip


def workplace() -> forms.CharField:
    return forms.CharField(
        label=_("School or section"), max_length=WORKPLACE, required=False, widget=UnfoldAdminTextInputWidget()
    )


def _reason(label: Any, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=REASON, required=required, widget=UnfoldAdminTextareaWidget({"rows": 4})
    )


class StepForm(PortalForm):
    """A step of one participant; its fields are what the step's action takes."""

    def __init__(self, *args: Any, participant: Participant, **facts: Any) -> None:
        super().__init__(*args, initial=self.known(participant), **facts)

    def known(self, _participant: Participant) -> dict[str, Any]:
        """What need not be typed."""
        return {}


class ArriveForm(StepForm):
    """On which day somebody has come; usually with the group."""

    on = day(_("Day of arrival"), help_text=_("The first term begins the day after."))

    def known(self, participant: Participant) -> dict[str, Any]:
        return {"on": participant.arrival_group.arrives_on}


class EndEarlyForm(StepForm):
    """The last day, and why."""

    on = day(_("Last day"))
    reason = _reason(_("Reason"))


class RenewForm(StepForm):
    """The next term. `number` is the term that was the last one when the page was opened: two clicks are one term."""

    number = forms.IntegerField(widget=forms.HiddenInput())
    last_on = day(_("Last day of the new term"), required=False, help_text=_("Empty: a full term."))
    exception = _reason(_("Why a fourth or fifth year"), required=False)

    def known(self, participant: Participant) -> dict[str, Any]:
        last = participant.terms.by_number().last()
        return {"number": last.number if last else 0}


class TransferForm(StepForm):
    """To which employer, and when. `placement` is the one that was seen when the page was opened."""

    placement = forms.IntegerField(widget=forms.HiddenInput())
    to = employer(_("New contracting organisation"))
    on = day(_("First day there"))
    workplace = workplace()

    def known(self, participant: Participant) -> dict[str, Any]:
        last = participant.placements.in_time_order().last()
        return {"placement": last.pk if last else 0}
