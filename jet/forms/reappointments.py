"""What is typed about reappointment: an answer, a decision, a deadline, and what the list shows."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_countries import countries

from clair_portal.pages.forms import PortalForm
from jet.models import Reappointment
from jet.models.reappointment_states import NO, YES

LONGEST = 2000
SILENT = "none"
ANSWERS = ((YES.value, _("Yes, we offer another year")), (NO.value, _("No, we offer no further year (this is final)")))
DECISIONS = (("yes", _("Another year: both sides want it now")), ("no", _("No further year")))


class AnswerForm(PortalForm):
    """The organisation's answer; `seen` is the answer that stood on the page."""

    answer = forms.ChoiceField(label=_("Do you offer another year?"), choices=ANSWERS, widget=forms.RadioSelect)
    statement = forms.CharField(
        label=_("Why a fourth or fifth year"), max_length=LONGEST, required=False, widget=forms.Textarea({"rows": 5}),
        help_text=_("Needed with a yes. Headquarters reads it, and it stays with the term."),
    )  # fmt: skip
    seen = forms.CharField(max_length=3, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, asked: Reappointment, **facts: Any) -> None:
        known = {"answer": asked.authority_answer, "statement": asked.statement, "seen": asked.authority_answer}
        super().__init__(*args, **{**facts, "initial": known})
        if not asked.is_exception:
            del self.fields["statement"]


class DecisionForm(PortalForm):
    """What headquarters settles, and why."""

    renewed = forms.TypedChoiceField(
        label=_("What shall follow?"), choices=DECISIONS, widget=forms.RadioSelect, coerce=lambda word: word == "yes"
    )
    reason = forms.CharField(
        label=_("Why?"), max_length=LONGEST, widget=forms.Textarea({"rows": 4}),
        help_text=_("For example what both sides told you, and when. It stays with the reappointment."),
    )  # fmt: skip


def _day(label: Any, help_text: Any) -> forms.DateField:
    picker = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, widget=picker)


class OpenForm(PortalForm):
    """The day until which answers are wanted."""

    due_on = _day(
        _("Last day for answers"),
        _("For everybody whose country has no day of its own. Whose term ends earlier has time until then."),
    )


def _countries() -> list[tuple[str, Any]]:
    return [("", _("All countries without a day of their own")), *countries]


class DeadlineForm(PortalForm):
    """A day of its own for a country."""

    country = forms.ChoiceField(label=_("Country"), choices=_countries, required=False)
    due_on = _day(_("Last day for answers"), _("Whoever has been asked already follows the new day."))


class ReappointmentFilter(PortalForm):
    """Which reappointments the list shows. States tell both answers, so only those who may know both choose by them."""

    text = forms.CharField(label=_("Name, number or employer"), max_length=100, required=False)
    year = forms.TypedChoiceField(label=_("Year of the next term"), required=False, coerce=int, empty_value="")
    state = forms.ChoiceField(
        label=_("State"), required=False,
        choices=[("", pgettext_lazy("reappointment", "Any state")), *Reappointment.State.choices],
    )  # fmt: skip
    country = forms.ChoiceField(label=_("Country"), required=False)
    answer = forms.ChoiceField(
        label=_("Answer of the organisation"), required=False,
        choices=[
            ("", _("Any answer of the organisation")), (SILENT, _("not answered yet")),
            *Reappointment.Answer.choices,
        ],
    )  # fmt: skip

    def __init__(self, *args: Any, years: Iterable[int], nationalities: Iterable[str], sees_all: bool) -> None:
        super().__init__(*args)
        self._offer("year", _("All years"), [(str(year), year) for year in years])
        named = [(code, countries.name(code)) for code in nationalities]
        self._offer("country", _("All countries"), sorted(named, key=lambda pair: str(pair[1])))
        for name in () if sees_all else ("state", "country"):
            del self.fields[name]
        for field in self.fields.values():
            field.widget.attrs |= {"class": "pill"}
        self.fields["text"].widget.attrs |= {"placeholder": self.fields["text"].label}

    def _offer(self, name: str, everything: Any, choices: list[tuple[str, Any]]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = [("", everything), *choices]
