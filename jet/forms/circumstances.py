"""What participants and the panel type about special circumstances."""

from typing import Any, cast

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clair_portal.directory.models import LocalAuthority
from clair_portal.pages.forms import PortalForm, PortalModelForm
from jet.forms.requests import PILL
from jet.models import ArrivalGroup, Circumstance, ContractingOrganisation

YES_OR_NO: list[tuple[str, Promise]] = [("yes", _("Yes")), ("no", _("No"))]


class CircumstanceForm(PortalModelForm):
    """The ground, the place it ties one to, and the words in which somebody tells it."""

    class Meta:
        model = Circumstance
        fields = ("criterion", "told", "prefecture", "second_prefecture", "employer")
        help_texts = {
            "told": _("Tell it in your own words. Only the panel at CLAIR headquarters reads this, nobody else."),
            "prefecture": _("Where you have to be."),
            "second_prefecture": _("You may leave this empty."),
            "employer": _("Only if it has to be this one organisation. Leave the prefectures empty then."),
        }
        widgets = {"told": forms.Textarea({"rows": 6})}

    def __init__(self, *args: Any, places: list[LocalAuthority], employers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [("", "–"), *((place.pk, str(place.organisation)) for place in places)]
        for name in ("prefecture", "second_prefecture"):
            field = cast("forms.ModelChoiceField[LocalAuthority]", self.fields[name])
            field.queryset = LocalAuthority.objects.filter(pk__in=[place.pk for place in places])
            field.choices = named  # one reading of the names for both
        cast("forms.ModelChoiceField[ContractingOrganisation]", self.fields["employer"]).queryset = employers


class CircumstanceFilter(PortalForm):
    """Which requests the list shows."""

    state = forms.ChoiceField(
        label=_("State"), required=False, widget=PILL,
        choices=[("", pgettext_lazy("circumstances", "Any state")), *Circumstance.State.choices],
    )  # fmt: skip
    criterion = forms.ChoiceField(
        label=_("Ground"), required=False, widget=PILL,
        choices=[("", pgettext_lazy("circumstances", "Any ground")), *Circumstance.Criterion.choices],
    )  # fmt: skip
    arrival_group = forms.ModelChoiceField(
        ArrivalGroup.objects.newest_first(), label=_("Arrival group"), required=False, widget=PILL,
        empty_label=_("All arrival groups"),
    )  # fmt: skip
    mine = forms.BooleanField(label=_("only what waits for me"), required=False)


class VoteForm(PortalForm):
    """One member's answer."""

    says_yes = forms.ChoiceField(
        label=_("Should this be granted?"), choices=YES_OR_NO, widget=forms.RadioSelect({"class": "choices"})
    )
    reason = forms.CharField(
        label=_("Why?"), max_length=2000, widget=forms.Textarea({"rows": 4}),
        help_text=_("If the panel decides as you do, the participant reads this without your name."),
    )  # fmt: skip


class AppealForm(PortalForm):
    """What went wrong."""

    about = forms.CharField(
        label=_("What went wrong in the procedure?"), max_length=2000, widget=forms.Textarea({"rows": 5}),
        help_text=_("For example: a paper was not looked at, or somebody decided who knows you."),
    )  # fmt: skip


class JudgeForm(PortalForm):
    """Whether an appeal is right."""

    upheld = forms.ChoiceField(
        label=_("Did something go wrong in the procedure?"), choices=YES_OR_NO,
        widget=forms.RadioSelect({"class": "choices"}),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Why?"), max_length=2000, widget=forms.Textarea({"rows": 4}),
        help_text=_("The participant reads this without your name."),
    )  # fmt: skip
