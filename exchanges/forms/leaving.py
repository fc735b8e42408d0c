"""What somebody who leaves the office settles: the last day, who takes what over, and a note for each host."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clair_portal.accounts.models import User
from clair_portal.pages.forms import PortalForm
from exchanges.actions.departures import Leaving
from exchanges.models import Host, VisitCase

CASE, HOST = "case_", "host_"


class LeavingForm(PortalForm):
    """One successor for all, or another one for a single case; notes are kept in the memory of the hosts."""

    last_on = forms.DateField(
        label=_("Last day at the office"), help_text=_("The roles of the office end when this day is over."),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language of the hand-over book"), choices=[("ja", "日本語"), ("en-gb", "English")], initial="ja"
    )

    def __init__(
        self, *args: Any, cases: Sequence[VisitCase], hosts: Sequence[Host], colleagues: Any, **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        people = [(user.pk, _called(user)) for user in colleagues]
        self._people = {user.pk: user for user in colleagues}
        self.fields["successor"] = _choice(_("Who takes over?"), people, _("Choose"))
        self.fields["successor"].help_text = _("Takes every case for which nobody else is chosen below.")
        for case in cases:
            self.fields[f"{CASE}{case.pk}"] = _choice(str(case), people, _("as above"))
        for host in hosts:
            self.fields[f"{HOST}{host.pk}"] = forms.CharField(
                label=str(host), required=False, max_length=2000, widget=forms.Textarea({"rows": 2}),
            )  # fmt: skip
        self._case_names = [f"{CASE}{case.pk}" for case in cases]
        self._host_names = [f"{HOST}{host.pk}" for host in hosts]

    def general(self) -> list[forms.BoundField]:
        return [self[name] for name in ("last_on", "language", "successor")]

    def cases(self) -> list[forms.BoundField]:
        return [self[name] for name in self._case_names]

    def hosts(self) -> list[forms.BoundField]:
        return [self[name] for name in self._host_names]

    def plan(self) -> Leaving:
        """What was settled, in the words of the rule book."""
        typed = self.cleaned_data
        chosen = {name: typed[name] for name in self._case_names if typed.get(name)}
        return Leaving(
            last_on=typed["last_on"],
            language=typed["language"],
            successor=self._people.get(typed["successor"]),
            by_case={int(name.removeprefix(CASE)): self._people[pk] for name, pk in chosen.items()},
            notes={int(name.removeprefix(HOST)): typed[name].strip() for name in self._host_names if typed.get(name)},
        )


def _choice(label: Any, people: list[tuple[int, str]], empty: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=[("", empty), *people], coerce=int, empty_value=None, required=False
    )


def _called(user: User) -> str:
    return str(user.person or user.email)
