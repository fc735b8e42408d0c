"""What the office types when a case goes to another office, is linked, or merged."""

from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from clair_portal.directory.models import Office, Organisation
from clair_portal.pages.forms import PortalForm
from exchanges.models import CaseLink, VisitCase
from exchanges.models.cases import VisitCaseQuerySet

WHY = forms.Textarea({"rows": 4})


class HandOverForm(PortalForm):
    """To which office, and why; the one that looks after the country is suggested."""

    office = forms.ModelChoiceField(Organisation.objects.none(), label=_("Which office takes the case?"))
    reason = forms.CharField(label=_("Why?"), help_text=_("Whoever asked reads this."), max_length=2000, widget=WHY)

    def __init__(self, *args: Any, case: VisitCase, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = Office.objects.on(on)
        field = cast("forms.ModelChoiceField[Organisation]", self.fields["office"])
        others = Organisation.objects.filter(pk__in=offices.values("organisation_id")).exclude(pk=case.office_id)
        field.queryset = others.defer("search_tokens").order_by("name_en", "pk")
        suggested = Office.objects.responsible_for(str(case.country), on).organisation_id
        field.initial = suggested if suggested != case.office_id else None


class OtherCaseForm(PortalForm):
    """Names another case by its number; only those that this person may know of are found."""

    other = forms.CharField(label=_("Number of the other case"), help_text="VS-2026-017", max_length=16)

    def __init__(self, *args: Any, seen: VisitCaseQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._seen = seen

    def clean_other(self) -> VisitCase:
        number = self.cleaned_data["other"].strip().upper()
        found = self._seen.filter(number=number).first()
        if found is None:
            raise forms.ValidationError(_("There is no case with this number."))
        return found


class LinkForm(OtherCaseForm):
    """How two cases belong together."""

    kind = forms.ChoiceField(
        label=_("How do they belong together?"), widget=forms.RadioSelect,
        choices=[
            (CaseLink.Kind.SAME_VISIT, _("They are the same visit.")),
            (CaseLink.Kind.FOLLOWS, _("This case follows the other one.")),
        ],
    )  # fmt: skip


class MergeForm(OtherCaseForm):
    """Into which case, and why."""

    reason = forms.CharField(
        label=_("Why are they one request?"), help_text=_("Whoever asked reads this."), max_length=2000, widget=WHY
    )
