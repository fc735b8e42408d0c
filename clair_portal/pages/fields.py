"""Form fields that several apps share: a time on the wall, and the zone in which that wall stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from clair_portal.pages import times
from clair_portal.pages.wall_times import both

FOLDS = (("0", _("the first")), ("1", _("the second")))


@dataclass(frozen=True)
class WallTime:
    """What a clock on the wall shows, and which of the two where it shows it twice."""

    naive: datetime
    fold: int | None = None


class WallTimeWidget(forms.MultiWidget):
    """Native date and time inputs; the third part, "which of the two", appears only when it must be asked."""

    template_name = "forms/widgets/wall_time.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        parts: dict[str, forms.Widget | type[forms.Widget]] = {
            "date": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "time": forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
            "fold": forms.RadioSelect(choices=FOLDS),
        }
        super().__init__(parts, attrs)
        self.asks = False

    def decompress(self, value: Any) -> list[Any]:
        if not isinstance(value, WallTime):
            return [None, None, None]
        self.asks = self.asks or value.fold is not None
        return [value.naive.date(), value.naive.time(), None if value.fold is None else str(value.fold)]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["asks"] = self.asks
        return context

    def ask(self, naive: datetime, zone: str) -> None:
        """Offer the two moments by the names that the zone gives them, GMT and BST."""
        self.asks = True
        names = (f"{moment:%H:%M %Z}" for moment in both(naive, times.as_zone(zone)))
        self.widgets[2].choices = [  # type: ignore[attr-defined]
            (value, _("%(which)s, %(name)s") % {"which": which, "name": name})
            for (value, which), name in zip(FOLDS, names, strict=True)
        ]


class WallTimeField(forms.MultiValueField):
    """A date and a time on the wall. The form resolves it to a moment in the zone of its field `zone_field`."""

    widget = WallTimeWidget
    default_error_messages: ClassVar[dict[str, Any]] = {
        "incomplete": _("Give both the date and the time."),
        "invalid": _("Give a date and a time that exist, such as 2027-02-16 and 14:00."),
    }

    def __init__(self, *, zone_field: str = "zone", **facts: Any) -> None:
        parts = (forms.DateField(), forms.TimeField(), forms.ChoiceField(choices=FOLDS, required=False))
        super().__init__(parts, require_all_fields=False, **facts)
        self.zone_field = zone_field

    def ask(self, naive: datetime, zone: str) -> None:
        """Let this form's own widget offer the two moments."""
        widget: Any = self.widget
        widget.ask(naive, zone)

    def compress(self, data_list: Sequence[Any]) -> WallTime | None:
        if not data_list:
            return None
        on, at, fold = data_list
        return WallTime(datetime.combine(on, at), int(fold) if fold else None)


class ZoneField(forms.ChoiceField):
    """The zone of a place, by the names people use; stored as its IANA name."""

    def __init__(self, **facts: Any) -> None:
        super().__init__(choices=list(times.ZONES.items()), **facts)


class DraftMark(forms.RegexField):
    """The hidden id under which a new row is kept, so that the same form sent twice is one row."""

    def __init__(self) -> None:
        super().__init__(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", widget=forms.HiddenInput, required=False)
