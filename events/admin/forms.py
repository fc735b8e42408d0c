"""The staff site's forms of the events app: wall times in the event's own zone, places in plain numbers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clair_portal.backoffice.forms import LabelledInlineFormSet, PortalModelForm
from clair_portal.pages import forms as forms_of_pages
from clair_portal.pages.fields import WallTimeField, ZoneField
from clair_portal.pages.forms import Careful
from clair_portal.pages.validators import one_line
from events.models import Event, ProgrammeItem, TicketType

SPOKEN = (("en", _("English")), ("ja", _("Japanese")), ("de", _("German")))


class EventForm(Careful, PortalModelForm):
    """What describes an event. Every time is what the clock on the wall shows where the event takes place."""

    zone = ZoneField(label=_("Time zone"))
    spoken = forms.MultipleChoiceField(label=_("Languages spoken"), choices=SPOKEN, widget=forms.CheckboxSelectMultiple)
    starts_at = WallTimeField(label=_("Starts"))
    ends_at = WallTimeField(label=_("Ends"))
    registration_opens_at = WallTimeField(label=_("Registration opens"))
    registration_closes_at = WallTimeField(label=_("Registration closes"))
    cancel_until_at = WallTimeField(label=_("Places can be given back until"))

    class Meta:
        model = Event
        fields = (
            "kind", "host", "partner", "title_en", "title_ja", "title_de", "summary_en", "summary_ja", "summary_de",
            "description_en", "description_ja", "description_de", "spoken", "zone", "starts_at", "ends_at", "place",
            "address", "city", "country", "join_url", "registration_opens_at", "registration_closes_at",
            "cancel_until_at",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("title_en", "title_ja", "title_de", "place", "address", "city"):
            if name in self.fields:
                self.fields[name].validators.append(one_line)


class TicketTypeForm(forms_of_pages.PortalModelForm):
    """A ticket type. A new one gets places of its own unless it draws from quotas that exist."""

    places = forms.IntegerField(
        label=_("Places"),
        min_value=0,
        max_value=100_000,
        required=False,
        help_text=_("For a new ticket type with places of its own; leave empty for no limit."),
    )

    class Meta:
        model = TicketType
        fields = (
            "name_en", "name_ja", "name_de", "places", "quotas", "is_offered", "takes_part_online", "position",
        )  # fmt: skip
        labels = {
            "name_en": _("Name in English"), "name_ja": _("Name in Japanese"), "name_de": _("Name in German"),
        }  # fmt: skip
        widgets = {"quotas": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quotas"].required = False
        self.fields["quotas"].help_text = ""
        if self.instance.pk:  # the number stands at the quotas from now on
            self.fields["places"].disabled = True
            self.fields["places"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any] | None:
        """Hand over what is no column of the row: the action takes both apart from it."""
        cleaned = super().clean() or self.cleaned_data
        self.instance.wanted_quotas = list(cleaned.get("quotas") or [])
        self.instance.wanted_places = cleaned.get("places")
        return cleaned


class ProgrammeItemForm(forms_of_pages.PortalModelForm):
    """A point of the programme, at a wall time in the zone of its event."""

    zone = ZoneField(required=False, widget=forms.HiddenInput)
    starts_at = WallTimeField(label=_("Starts"))
    spoken = forms.ChoiceField(label=_("Language spoken"), choices=(("", "–"), *SPOKEN), required=False)

    class Meta:
        model = ProgrammeItem
        fields = ("starts_at", "title_en", "title_ja", "title_de", "place", "spoken")
        labels = {
            "title_en": _("Title in English"), "title_ja": _("Title in Japanese"), "title_de": _("Title in German"),
        }  # fmt: skip


class ProgrammeFormSet(LabelledInlineFormSet):
    """Every point is at a wall time of the event's zone, also while that zone is just being chosen."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.initial["zone"] = self.instance.zone
        form.fields["zone"].clean = lambda _value: self.instance.zone
