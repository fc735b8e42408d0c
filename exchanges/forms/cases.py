"""What the parties of a case type: the request, the delegation, messages."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from clair_portal.directory.models import Organisation
from clair_portal.pages.fields import DraftMark
from clair_portal.pages.forms import PortalForm, PortalModelForm
from clair_portal.pages.validators import no_nul, one_line
from exchanges.models import Delegate, VisitCase

THEMES = 4
TALL, LOW = forms.Textarea({"rows": 5}), forms.Textarea({"rows": 3})


class CaseForm(PortalModelForm):
    """A request for support; it can be kept half-filled and is checked when it is sent."""

    support = forms.MultipleChoiceField(
        label=_("What shall the office do?"),
        choices=VisitCase.Support.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    draft_id = DraftMark()

    class Meta:
        model = VisitCase
        fields = (
            "authority", "kind", "title", "purpose", "country", "city", "first_on", "last_on", "dates_are_fixed",
            "other_dates", "party_size", "support", "wished_hosts", "background", "earlier_visits",
        )  # fmt: skip
        labels = {
            "title": _("What is the visit about, in one line?"),
            "purpose": _("What do you want to learn or reach, and what will you do with it?"),
            "wished_hosts": _("Which bodies or departments would you like to meet?"),
            "background": _("How are things in your area? Hosts like a talk in both directions."),
            "earlier_visits": _("Has your authority, or a neighbour, visited on this theme before?"),
            "other_dates": _("Other dates that would do"),
            "party_size": _("How many people come?"),
        }
        widgets = {
            "purpose": TALL, "background": LOW, "wished_hosts": LOW, "earlier_visits": LOW,
            "first_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "last_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        }  # fmt: skip

    def __init__(self, *args: Any, authorities: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {body.pk: body for body in authorities}
        field = cast("forms.ModelChoiceField[Organisation]", self.fields["authority"])
        field.queryset = Organisation.objects.filter(pk__in=known)
        if len(known) == 1:
            field.initial, field.widget = next(iter(known)), forms.HiddenInput()
        self.fields["seen_version"].initial = self.instance.version
        self.fields["draft_id"].initial = self.instance.uuid
        self._add_themes([(theme.title, theme.questions) for theme in self._themes()])

    def _themes(self) -> Any:
        return self.instance.themes.in_order() if self.instance.pk else ()

    # These fields come after those that `Careful` has looked at, so they bring their own care along.
    def _add_themes(self, known: list[tuple[str, str]]) -> None:
        for number in range(1, THEMES + 1):
            title, questions = known[number - 1] if number <= len(known) else ("", "")
            self.fields[f"theme_{number}"] = forms.CharField(
                label=_("Theme %(number)d") % {"number": number}, max_length=160, required=False, initial=title,
                validators=[no_nul, one_line],
            )  # fmt: skip
            self.fields[f"questions_{number}"] = forms.CharField(
                label=_("Questions on theme %(number)d, one a line") % {"number": number},
                max_length=4000, required=False, initial=questions, widget=forms.Textarea({"rows": 3}),
                validators=[no_nul],
            )  # fmt: skip
        self.order_fields(
            ["authority", "kind", "title", "purpose", *(name for name in self.fields if name[-1].isdigit())]
        )

    def clean(self) -> dict[str, Any] | None:
        """Every block of questions belongs to a theme, and no theme comes twice."""
        cleaned = super().clean() or self.cleaned_data
        seen: set[str] = set()
        for number in range(1, THEMES + 1):
            title = cleaned.get(f"theme_{number}", "").strip()
            if cleaned.get(f"questions_{number}") and not title:
                self.add_error(f"theme_{number}", _("Name the theme of these questions."))
            if title and title in seen:
                self.add_error(f"theme_{number}", _("This theme stands above already."))
            seen.add(title)
        return cleaned

    def facts(self) -> dict[str, Any]:
        """The columns of the case, as typed."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def themes(self) -> list[tuple[str, str]]:
        """The themes that have a title, with their questions."""
        found = ((self.cleaned_data[f"theme_{n}"], self.cleaned_data[f"questions_{n}"]) for n in range(1, THEMES + 1))
        return [(title, questions) for title, questions in found if title]


class DelegateForm(PortalModelForm):
    """One member of the delegation."""

    class Meta:
        model = Delegate
        fields = (
            "role", "family", "given", "family_kanji", "given_kanji", "kana", "title_ja", "title_en", "group", "diet",
            "access_needs",
        )  # fmt: skip


class MessageForm(PortalForm):
    """A message to the other side; the office may keep it to itself."""

    text = forms.CharField(label=_("Your message"), max_length=4000, widget=forms.Textarea({"rows": 4}))
    is_internal = forms.BooleanField(label=_("Only the office reads this"), required=False)

    def __init__(self, *args: Any, of_the_office: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not of_the_office:
            del self.fields["is_internal"]
