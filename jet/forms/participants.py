"""What is typed on the pages of participants: a search, and the form of a file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from clair_portal.pages.forms import PortalForm
from jet.models import Participant

LONGEST = 100
FILES = (
    ("xlsx", _("Excel workbook")),
    ("utf-8", _("CSV (UTF-8), for most programs")),
    ("cp932", _("CSV (Shift_JIS), for older Japanese programs")),
)


class SearchForm(PortalForm):
    """By name or number, and by where somebody stands."""

    text = forms.CharField(label=_("Name or JET number"), max_length=LONGEST, required=False)
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("Every state")), *Participant.State.choices], required=False
    )


class FileForm(PortalForm):
    """Which kind of file; `matching` is the search of the list from which one comes."""

    form = forms.ChoiceField(label=_("Kind of file"), choices=FILES, initial="xlsx", widget=forms.RadioSelect)
    matching = forms.CharField(max_length=LONGEST, required=False, widget=forms.HiddenInput)
