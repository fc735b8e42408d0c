"""The staff site's forms of hosts and meetings: wall times in the meeting's own zone, up to five to offer."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from clair_portal.backoffice.forms import PortalModelForm
from clair_portal.pages.fields import WallTimeField, ZoneField
from clair_portal.pages.forms import Careful
from exchanges.models import Host, Meeting
from exchanges.models.meetings import SLOTS_AT_MOST

SPOKEN = (("en", _("English")), ("ja", _("Japanese")), ("de", _("German")))
LETTERS = (("en-gb", _("English")), ("ja", _("Japanese")), ("de", _("German")))
SLOTS = tuple(f"slot_{number}" for number in range(1, SLOTS_AT_MOST + 1))


class HostForm(Careful, PortalModelForm):
    """What the office knows about a host."""

    zone = ZoneField(label=_("Time zone"))
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken"), choices=SPOKEN, widget=forms.CheckboxSelectMultiple, required=False
    )

    class Meta:
        model = Host
        fields = (
            "organisation", "city", "address", "zone", "themes", "languages", "contact_name", "contact_email", "rules",
            "lead_days", "visits_a_year", "do_not_contact", "note",
        )  # fmt: skip


class MeetingForm(Careful, PortalModelForm):
    """What describes a meeting, the times to offer, and another time once one is agreed."""

    zone = ZoneField(label=_("Time zone"))
    language = forms.ChoiceField(label=_("Language of letters"), choices=LETTERS)
    slot_1 = WallTimeField(label=_("First time"), required=False)
    slot_2 = WallTimeField(label=_("Second time"), required=False)
    slot_3 = WallTimeField(label=_("Third time"), required=False)
    slot_4 = WallTimeField(label=_("Fourth time"), required=False)
    slot_5 = WallTimeField(label=_("Fifth time"), required=False)
    moved_to = WallTimeField(label=_("Move the meeting to"), required=False)

    class Meta:
        model = Meeting
        fields = (
            "case", "host", "topic", "minutes", "priority", "group", "needs_interpreter", "zone", "place",
            "contact_name", "contact_email", "contact_phone", "language", "speaker", "arrival",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        starts = self.instance.slots.order_by("starts_at") if self.instance.pk else ()
        for name, slot in zip(SLOTS, starts, strict=False):
            self.initial.setdefault(name, slot.starts_at)

    def slots(self) -> list[datetime]:
        """The times filled in, the first one first."""
        typed = [cast("datetime | None", self.cleaned_data.get(name)) for name in SLOTS]
        return sorted(moment for moment in typed if moment)
