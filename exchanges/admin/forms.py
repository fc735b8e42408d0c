"""The staff site's forms of visit support."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from clair_portal.accounts.models import User
from clair_portal.backoffice.forms import PortalModelForm
from clair_portal.pages.forms import Careful
from exchanges.models import VisitCase


class StaffCaseForm(Careful, PortalModelForm):
    """What the office may correct in a case, and who is in charge."""

    support = forms.MultipleChoiceField(
        label=_("What is asked for"),
        choices=VisitCase.Support.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = VisitCase
        fields = (
            "owner", "deputy", "waiting_for", "kind", "title", "purpose", "support", "country", "city", "first_on",
            "last_on", "dates_are_fixed", "other_dates", "party_size", "wished_hosts", "background", "earlier_visits",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues = User.objects.filter(is_active=True, role_assignments__role__startswith="staff").distinct()
        for name in {"owner", "deputy"} & self.fields.keys():
            field = cast("forms.ModelChoiceField[User]", self.fields[name])
            field.queryset = colleagues.select_related("person").order_by("person__family", "pk")
