"""What is sent when a request comes as a file: the file, and then a yes to what it changes."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clair_portal.pages.forms import PortalForm
from clair_portal.spreadsheets import MOST_BYTES

LONGEST_PAYLOAD = 2_000_000


class UploadForm(PortalForm):
    """The filled-in workbook, or a CSV file of one of its sheets."""

    file = forms.FileField(
        label=_("The filled-in workbook"),
        help_text=_("An Excel workbook (.xlsx) or a CSV file, up to 5 MB. First you see what would change."),
        widget=forms.FileInput({"accept": ".xlsx,.xlsm,.csv,.txt"}),
        allow_empty_file=True,  # what is wrong with it is said with all the rest
    )

    def clean_file(self) -> Any:
        """Too large a file is not even read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("The file is larger than 5 MB. Remove pictures and sheets that are not needed."))
        return file


class TakeOverForm(PortalForm):
    """Yes: what was shown, signed so that it is exactly that."""

    payload = forms.CharField(widget=forms.HiddenInput, max_length=LONGEST_PAYLOAD)
