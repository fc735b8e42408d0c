"""What interpreters type about their own time."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clair_portal.pages.forms import PortalForm

LONGEST_DAYS = 400


class AbsenceForm(PortalForm):
    """From one day to another, both included."""

    first_on = forms.DateField(label=_("First day away"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    last_on = forms.DateField(label=_("Last day away"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any] | None:
        """In order, not over yet, and no slip in the year."""
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first_on"), cleaned.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", _("The last day is not before the first."))
        elif first and last and (last < self.today or (last - first).days > LONGEST_DAYS):
            self.add_error("last_on", _("Enter days to come, about a year of them at most."))
        return cleaned
