"""What hosts type, without an account."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from clair_portal.pages import times
from clair_portal.pages.fields import WallTimeField, ZoneField
from clair_portal.pages.forms import PortalForm
from exchanges.actions.answers import Reception
from exchanges.models import Meeting

FEW_LINES = forms.Textarea({"rows": 3})


class ReceptionForm(PortalForm):
    """Who speaks, and how to find the way in."""

    speaker = forms.CharField(label=_("Who will speak to the delegation?"), max_length=200, required=False)
    arrival = forms.CharField(
        label=_("Room, reception, how to arrive"), max_length=1000, required=False, widget=FEW_LINES
    )

    def reception(self) -> Reception:
        return Reception(speaker=self.cleaned_data["speaker"], arrival=self.cleaned_data["arrival"])


class ChooseForm(ReceptionForm):
    """One of the times offered, in the host's zone."""

    starts_at = forms.TypedChoiceField(
        label=_("Which time suits you?"), widget=forms.RadioSelect, coerce=datetime.fromisoformat
    )
    field_order = ("starts_at", "speaker", "arrival")

    def __init__(self, *args: Any, meeting: Meeting, starts: Sequence[datetime], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.TypedChoiceField", self.fields["starts_at"])
        field.choices = [(start.isoformat(), _in_words(meeting, start)) for start in starts]


class ProposeForm(PortalForm):
    """Another time, on the wall of the host's zone."""

    zone = ZoneField(widget=forms.HiddenInput, disabled=True)
    starts_at = WallTimeField(label=_("Which day and time would suit you?"))
    remark = forms.CharField(label=_("Remark"), max_length=2000, required=False, widget=FEW_LINES)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zone"].initial = meeting.zone
        self.fields["starts_at"].help_text = times.zone_name(meeting.zone)


class DeclineForm(PortalForm):
    """Why not; the office remembers it, and asks better next time."""

    reason = forms.CharField(label=_("Why can you not receive them?"), max_length=2000, widget=FEW_LINES)


def _in_words(meeting: Meeting, start: datetime) -> str:
    span = times.span(start, meeting.end_of(start), meeting.zone)
    return f"{span.there} ({span.zone})"
