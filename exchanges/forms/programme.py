"""What is typed into a programme: another time, what is added by hand, how late one is."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from clair_portal.pages.fields import WallTimeField, ZoneField
from clair_portal.pages.forms import PortalForm, PortalModelForm
from clair_portal.pages.wall_times import resolve_wall_time
from clair_portal.workflow import DomainError
from exchanges.models import Delay, ItineraryItem

Kind = ItineraryItem.Kind
BY_HAND = (Kind.FREE, Kind.MEAL, Kind.FLIGHT, Kind.HOTEL)
LOW = forms.Textarea({"rows": 3})


def seen_version() -> forms.IntegerField:
    """The count of the draft when the page was made; whoever was slower is told."""
    return forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class MoveForm(PortalForm):
    """Another time on the same day, where the item happens."""

    seen_version = seen_version()
    time = forms.TimeField(
        label=_("New beginning"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "step": 300})
    )

    def __init__(self, *args: Any, item: ItineraryItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item = item
        self.fields["time"].initial = item.local_start.time()
        self.fields["seen_version"].initial = item.itinerary.version

    def clean_time(self) -> dt.time:
        """A time that the clocks skip on that day is refused."""
        typed: dt.time = self.cleaned_data["time"]
        try:
            self.starts_at: dt.datetime = resolve_wall_time(
                dt.datetime.combine(self.item.local_start.date(), typed), self.item.tz, fold=0
            )
        except DomainError as error:
            raise forms.ValidationError(str(error)) from error
        return typed


class Described(PortalModelForm):
    """What a meeting's item and one added by hand share: when, where, a remark."""

    seen_version = seen_version()
    starts_at = WallTimeField(label=_("Begins at"))
    zone = ZoneField(label=_("Time zone"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_version"].initial = self.instance.itinerary.version

    def changes(self) -> dict[str, Any]:
        """The columns that the form holds."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


class MeetingItemForm(Described):
    """A meeting in the draft: its host, its length and who comes are the meeting's own."""

    class Meta:
        model = ItineraryItem
        fields = ("starts_at", "zone", "place", "note")
        widgets = {"note": LOW}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zone"].disabled = True
        self.fields["zone"].widget = forms.HiddenInput()


class ByHandForm(Described):
    """Free time, a meal, a flight or a hotel."""

    kind = forms.ChoiceField(label=_("What kind is it?"), choices=[(kind.value, kind.label) for kind in BY_HAND])
    ends_at = WallTimeField(label=_("Ends at"))
    group = forms.ChoiceField(label=_("For whom?"), required=False)
    field_order = ("kind", "title_en", "title_ja", "group", "starts_at", "ends_at", "zone", "place", "note")

    class Meta:
        model = ItineraryItem
        fields = ("kind", "title_en", "title_ja", "group", "starts_at", "ends_at", "zone", "place", "note")
        labels = {"title_en": _("Name of it in English"), "title_ja": _("Name of it in Japanese")}
        widgets = {"note": LOW}

    def __init__(self, *args: Any, groups: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whole = [("", _("everybody"))]
        field = cast("forms.ChoiceField", self.fields["group"])
        field.choices = [*whole, *((group, group) for group in groups)]

    def clean(self) -> dict[str, Any] | None:
        """The end is later, and there is a name, so that the item outlives the next planning."""
        cleaned = super().clean() or self.cleaned_data
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", _("The end lies before the beginning."))
        if not (cleaned.get("title_en") or cleaned.get("title_ja")):
            self.add_error("title_en", _("Write what it is, in English or Japanese."))
        return cleaned


class LateForm(PortalForm):
    """How late the delegation is."""

    minutes = forms.TypedChoiceField(
        label=_("How late will you be?"), choices=Delay.Minutes.choices, coerce=int, widget=forms.RadioSelect
    )
