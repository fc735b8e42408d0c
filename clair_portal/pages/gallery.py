"""What the gallery page shows: one example of every component, with facts that never change."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clair_portal.pages.fields import WallTimeField, ZoneField
from clair_portal.pages.forms import PortalForm
from clair_portal.pages.icons import NAMES

STARTS, ENDS = datetime(2027, 2, 16, 13, 0, tzinfo=UTC), datetime(2027, 2, 16, 18, 30, tzinfo=UTC)
VISIT = (
    ("asked", "打診"),
    ("answered", "可否回答"),
    ("requested", "正式依頼"),
    ("endorsed", "支部確認"),
    ("arranging", "アポ調整"),
    ("settled", "行程確定"),
    ("visited", "訪問"),
    ("reported", "報告"),
)
COUNTRIES = (("Germany", 118), ("United Kingdom", 96), ("Ireland", 41), ("Netherlands", 17), ("Denmark", 6))


class SampleForm(PortalForm):
    """One field of every kind."""

    title = forms.CharField(label=_("Title"), help_text=_("As it stands on the invitation."))
    text = forms.CharField(label=_("Text"), widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("talk", _("Talk")), ("fair", _("Fair"))], widget=forms.RadioSelect
    )
    zone = ZoneField(label=_("Zone"), initial="Europe/London")
    starts_at = WallTimeField(label=_("Begins"))
    agreed = forms.BooleanField(label=_("I have read how my data are used."))


def samples() -> dict[str, Any]:
    """The gallery's context."""
    typed = {
        "title": "",
        "zone": "Europe/London",
        "starts_at_date": "2026-10-25",
        "starts_at_time": "01:30",
    }
    return {
        "starts": STARTS,
        "ends": ENDS,
        "icons": NAMES,
        "visit": VISIT,
        "countries": COUNTRIES,
        "form": SampleForm(),
        "wrong_form": SampleForm(typed, auto_id="wrong_%s"),
    }
