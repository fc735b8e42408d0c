"""What is typed about transfers: by participants, by employers and by headquarters."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clair_portal.directory.models import LocalAuthority
from clair_portal.pages.forms import PortalForm, PortalModelForm
from jet.models import ContractingOrganisation, TransferRequest
from jet.models.transfers import MOST_WISHES

Wish = tuple[LocalAuthority, ContractingOrganisation | None]
PILL = forms.Select({"class": "pill"})
YES, NO = "yes", "no"
ORDINALS = (_("First wish: prefecture"), _("Second wish: prefecture"), _("Third wish: prefecture"))


class TransferForm(PortalModelForm):
    """Why somebody asks, and up to three places in order. A prefecture stands for every employer in it."""

    prefecture_1 = forms.ModelChoiceField(LocalAuthority.objects.none(), label=ORDINALS[0], required=False)
    employer_1 = forms.CharField(label=_("Only this employer there"), max_length=200, required=False)
    prefecture_2 = forms.ModelChoiceField(LocalAuthority.objects.none(), label=ORDINALS[1], required=False)
    employer_2 = forms.CharField(label=_("Only this employer there"), max_length=200, required=False)
    prefecture_3 = forms.ModelChoiceField(LocalAuthority.objects.none(), label=ORDINALS[2], required=False)
    employer_3 = forms.CharField(label=_("Only this employer there"), max_length=200, required=False)
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = TransferRequest
        fields = ("ground", "explanation")
        labels = {"ground": _("Why do you ask for a transfer?")}
        help_texts = {"explanation": _("Only headquarters reads this. Your employer does not.")}
        widgets = {"explanation": forms.Textarea({"rows": 6})}

    def __init__(self, *args: Any, prefectures: Sequence[LocalAuthority], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["employer_1"].help_text = _("The name of a city, town or school corporation. Leave this empty if "
                                                "any place in the prefecture will do.")  # fmt: skip
        choices = [("", _("no wish")), *((each.pk, str(each.organisation)) for each in prefectures)]
        for rank in range(1, MOST_WISHES + 1):
            field = cast("forms.ModelChoiceField[LocalAuthority]", self.fields[f"prefecture_{rank}"])
            field.queryset = LocalAuthority.objects.filter(pk__in=[each.pk for each in prefectures])
            field.choices = choices  # one reading of the names for all three
        self.fields["seen_version"].initial = self.instance.version
        self.wishes: list[Wish] = []
        if self.instance.pk:
            self._fill_in()

    def _fill_in(self) -> None:
        for wish in self.instance.wishes.select_related("employer__organisation"):
            self.initial[f"prefecture_{wish.rank}"] = wish.prefecture_id
            self.initial[f"employer_{wish.rank}"] = str(wish.employer) if wish.employer else ""

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        for rank in range(1, MOST_WISHES + 1):
            self._read(rank, typed.get(f"prefecture_{rank}"), typed.get(f"employer_{rank}", ""))
        return typed

    def _read(self, rank: int, prefecture: LocalAuthority | None, name: str) -> None:
        if prefecture is None:
            if name:
                self.add_error(f"prefecture_{rank}", _("Choose the prefecture of this employer too."))
            return
        employer = self._employer(rank, prefecture, name) if name else None
        if (prefecture, employer) in self.wishes:
            self.add_error(f"prefecture_{rank}", _("Name each place once."))
        self.wishes.append((prefecture, employer))

    def _employer(self, rank: int, prefecture: LocalAuthority, name: str) -> ContractingOrganisation | None:
        """The employer of this name in the prefecture; where several fit, the one that is called exactly so."""
        fitting = ContractingOrganisation.objects.matching(name).filter(prefecture=prefecture)
        known = list(fitting.for_pages().order_by("pk")[:9])
        exact = [each for each in known if name in {each.organisation.name_en, each.organisation.name_ja}]
        found = exact if len(exact) == 1 else known
        if len(found) == 1:
            return found[0]
        self.add_error(
            f"employer_{rank}",
            _("Several employers in this prefecture are called so. Write the whole name.")
            if found
            else _("No employer of the programme in this prefecture is called so."),
        )
        return None

    def facts(self) -> dict[str, Any]:
        """The columns of the request, as typed."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class TransferFilter(PortalForm):
    """Which transfer requests the list shows."""

    state = forms.ChoiceField(
        label=_("State"), required=False, widget=PILL,
        choices=[("", pgettext_lazy("transfer request", "Any state")), *TransferRequest.State.choices],
    )  # fmt: skip


class Explained(PortalForm):
    """Yes or no; a no has a reason."""

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if typed.get("answer") == NO and not typed.get("reason", "").strip() and "reason" not in self.errors:
            self.add_error("reason", _("Say why: a no is never left without a reason."))
        return typed

    @property
    def says_yes(self) -> bool:
        """Whether the answer is yes."""
        return bool(self.cleaned_data["answer"] == YES)


def _reason(hint: Any) -> forms.CharField:
    return forms.CharField(
        label=_("If not: why?"), help_text=hint, max_length=1000, required=False, widget=forms.Textarea({"rows": 4})
    )


class DecisionForm(Explained):
    """Headquarters decides whether somebody may be transferred at all."""

    answer = forms.ChoiceField(
        label=_("Is a transfer possible?"), widget=forms.RadioSelect,
        choices=[(YES, _("Yes: look for a place")), (NO, _("No: decline the request"))],
    )  # fmt: skip
    reason = _reason(_("The participant reads this."))


class ConsentForm(Explained):
    """An employer agrees to a proposal, or does not."""

    answer = forms.ChoiceField(
        label=_("Does your organisation agree?"), widget=forms.RadioSelect,
        choices=[(YES, _("Yes, we agree")), (NO, _("No, we do not agree"))],
    )  # fmt: skip
    reason = _reason(_("Only headquarters reads this."))


class ProposalForm(PortalForm):
    """From when on the people of a proposal would work at their new places."""

    effective_on = forms.DateField(
        label=_("First day at the new places"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Everybody moves on the same day. The employers see this day before they answer."),
    )  # fmt: skip
