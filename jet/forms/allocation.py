"""What headquarters types at the workbench: the lot of a run, what to look for, why it is handed back, a decision."""

from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from clair_portal.pages.forms import PortalForm, PortalModelForm
from jet.allocating.posing import LONGEST
from jet.models import Participant, Pin, PlacementRequest
from jet.workbench import words

LONGEST_LOT = 100
NO_PLACE, FURTHER = "none", "further"


class LotForm(PortalForm):
    """The word that decides between results that are equally good."""

    seed = forms.CharField(
        label=_("Lot"),
        max_length=LONGEST_LOT,
        help_text=_(
            "It decides where several results are equally good. Announce it before anybody knows a result, and keep "
            "it the same for all runs of this group: the same input with the same lot always gives the same result."
        ),
    )


class ReasonForm(PortalForm):
    """Why a run is handed back."""

    reason = forms.CharField(
        label=_("What is wrong with it?"), max_length=1000, widget=forms.Textarea({"rows": 4}),
        help_text=_("It stays with the run."),
    )  # fmt: skip


class PlacesForm(PortalForm):
    """Which people of a run are shown."""

    q = forms.CharField(required=False, max_length=100, label=_("Name, number or employer"))
    prefecture = forms.ChoiceField(required=False, label=_("Prefecture"))
    position = forms.ChoiceField(
        required=False, label=_("Position"), choices=[("", _("All positions")), *Participant.Position.choices]
    )
    wish = forms.ChoiceField(required=False, label=_("Which wish"))

    def __init__(self, *args: Any, prefectures: list[tuple[str, str]], **facts: Any) -> None:
        super().__init__(*args, **facts)
        for field in self.fields.values():
            field.widget.attrs |= {"class": "pill"}
        self.fields["q"].widget.attrs |= {"placeholder": self.fields["q"].label}
        self._offer("prefecture", _("All prefectures"), prefectures)
        further = [(FURTHER, words.wish(LONGEST + 1)), (NO_PLACE, words.wish(None))]
        self._offer(
            "wish", _("All wishes"), [*((str(rank), words.wish(rank)) for rank in range(LONGEST + 1)), *further]
        )

    def _offer(self, name: str, everything: Any, choices: list[tuple[str, str]]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = [("", everything), *choices]


class PinForm(PortalModelForm):
    """A decision by hand; person and place are named by their numbers."""

    participant = forms.CharField(label=_("JET number of the person"), max_length=11)
    request = forms.CharField(label=_("Number of the placement request"), max_length=16)

    class Meta:
        model = Pin
        fields: ClassVar = ["kind", "reason"]
        widgets: ClassVar = {"kind": forms.RadioSelect, "reason": forms.Textarea({"rows": 3})}

    field_order = ("participant", "kind", "request", "reason")

    def __init__(
        self, *args: Any, people: QuerySet[Participant], requests: QuerySet[PlacementRequest], **facts: Any
    ) -> None:
        super().__init__(*args, **facts)
        self.people, self.requests = people, requests

    def clean_participant(self) -> Participant:
        found = self.people.filter(jet_number=self.cleaned_data["participant"]).first()
        if found is None:
            raise ValidationError(_("Nobody of this arrival group has this number."))
        return found

    def clean_request(self) -> PlacementRequest:
        found = self.requests.filter(number=self.cleaned_data["request"]).first()
        if found is None:
            raise ValidationError(_("This arrival group has no frozen request of this number."))
        return found
