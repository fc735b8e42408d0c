"""The page on which the office asks interpreters for a meeting: what is needed, who is free, and the offer."""

from datetime import datetime
from functools import cached_property
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from exchanges import interpreting, rule_table
from exchanges.actions import offers
from exchanges.actions.offers import Wish
from exchanges.emails import interpreters as interpreter_emails
from exchanges.models import Interpreter, LanguagePair, Meeting
from exchanges.models.interpreters import Mode

USUAL = {"mode": Mode.CONSECUTIVE.value, "pairs": ["en>ja", "ja>en"]}


class NeedForm(forms.Form):
    """How and between which languages it is interpreted."""

    mode = forms.ChoiceField(label=_("Mode"), choices=Mode.choices)
    pairs = forms.MultipleChoiceField(label=_("Directions"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        known = LanguagePair.objects.order_by("source", "target").values_list("source", "target").distinct()
        codes = {f"{source}>{target}" for source, target in known} | set(USUAL["pairs"])
        field = cast("forms.MultipleChoiceField", self.fields["pairs"])
        field.choices = [(code, interpreter_emails.directions([code])) for code in sorted(codes)]


class OfferForm(forms.Form):
    """Whom to ask, and how."""

    ALL, IN_ORDER = "all", "in_order"

    interpreters = forms.TypedMultipleChoiceField(
        label=_("Who is free"), coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one interpreter.")},
    )  # fmt: skip
    way = forms.ChoiceField(
        label=_("How to ask"), widget=forms.RadioSelect, initial=IN_ORDER,
        choices=[
            (IN_ORDER, _("one after the other, as they stand here")), (ALL, _("all at once; the first yes counts")),
        ],
    )  # fmt: skip
    seats = forms.IntegerField(label=_("Interpreters needed"), min_value=1, max_value=6)
    answer_hours = forms.IntegerField(label=_("Hours to answer"), min_value=1, max_value=720, initial=48)
    travel_before = forms.IntegerField(label=_("Minutes of travel before"), min_value=0, max_value=600, initial=30)
    travel_after = forms.IntegerField(label=_("Minutes of travel after"), min_value=0, max_value=600, initial=30)
    fee = forms.IntegerField(
        label=_("Another fee, in the smallest coin"), help_text=_("Empty: as the rates give."), min_value=0,
        max_value=10_000_000, required=False,
    )  # fmt: skip


class Offering:
    """One meeting, what it needs (from the address), who is free for it, and the form with the offer."""

    def __init__(self, meeting: Meeting, address: Any, sent: Any, *, at: datetime) -> None:
        self.meeting, self.sent = meeting, sent
        self.need = NeedForm(address if "mode" in address else USUAL)
        known = self.need.cleaned_data if self.need.is_valid() else {}
        self.mode: str = known.get("mode", Mode.CONSECUTIVE.value)
        self.pairs: list[str] = known.get("pairs", [])
        self.terms = rule_table.terms()
        self.roster = self._found(at)

    def _found(self, at: datetime) -> list[Interpreter]:
        """Whoever fits and is free: those who live there first, then whoever was asked least."""
        if self.meeting.starts_at is None or self.meeting.ends_at is None or not self.pairs:
            return []
        able = Interpreter.objects.able(self.pairs, self.mode).free(self.meeting.starts_at, self.meeting.ends_at)
        able = able.there(self.meeting.starts_at, self.meeting.ends_at)
        return list(able.nearest_first(self.meeting.host.city, at).for_pages())

    @cached_property
    def team(self) -> int:
        return interpreting.team_size(self.mode, self.meeting.minutes, self.terms)

    @cached_property
    def form(self) -> OfferForm:
        form = OfferForm(self.sent, initial={"seats": self.team})
        field = cast("forms.TypedMultipleChoiceField", form.fields["interpreters"])
        field.choices = [(one.pk, self._about(one)) for one in self.roster]
        return form

    def is_valid(self) -> bool:
        return self.need.is_valid() and self.form.is_valid()

    def warnings(self) -> list[str]:
        """What the associations' rules say about this meeting."""
        return list(interpreting.warnings(self.mode, self.meeting.minutes, team=self.team, terms=self.terms))

    def chosen(self) -> list[Interpreter]:
        """In the order of the list, whatever the order of the ticks."""
        ticked = set(self.form.cleaned_data["interpreters"])
        return [one for one in self.roster if one.pk in ticked]

    def wish(self) -> Wish:
        facts = self.form.cleaned_data
        return Wish(
            mode=self.mode, pairs=tuple(self.pairs), seats=facts["seats"],
            in_order=facts["way"] == OfferForm.IN_ORDER, answer_hours=facts["answer_hours"],
            travel_before=facts["travel_before"], travel_after=facts["travel_after"], fee=facts["fee"],
        )  # fmt: skip

    def _about(self, one: Interpreter) -> str:
        fee = interpreting.fee(offers.rates_of(one), self.mode, self.meeting.minutes, self.terms)
        return f"{one} ({one.city or '–'}), {interpreting.money(fee, one.currency)}"
