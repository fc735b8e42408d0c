"""What contracting organisations, branches and headquarters type about placement requests."""

from typing import Any, ClassVar, cast

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clair_portal.pages.fields import DraftMark
from clair_portal.pages.forms import PortalForm, PortalModelForm
from jet.languages import besides_japanese
from jet.models import ArrivalGroup, ContractingOrganisation, PlacementRequest
from jet.models.arrivals import ArrivalGroupQuerySet
from jet.models.contracting import ContractingOrganisationQuerySet
from jet.models.requests import MOST_POSTS

Group = tuple[str | Promise, list[forms.BoundField]]
PILL = forms.Select({"class": "pill"})


def _languages() -> list[tuple[str, Any]]:
    return [("", _("none")), *besides_japanese()]


class RequestForm(PortalModelForm):
    """All that a place may ask for. There is a field for languages, and none for nationalities."""

    language = forms.ChoiceField(label=_("Another language"), choices=_languages, required=False)
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    draft_id = DraftMark()

    class Meta:
        model = PlacementRequest
        fields = (
            "employer", "arrival_group", "position", "posts", "must", "school", "area", "family_housing", "duties",
            "japanese", "japanese_wanted", "language", "language_level", "language_wanted", "driving", "teaching",
        )  # fmt: skip
        labels = {
            "japanese": _("Level of Japanese"),
            "japanese_wanted": _("How much does this level matter?"),
            "language_level": _("Level of this language"),
            "language_wanted": _("How much does this language matter?"),
        }
        help_texts = {
            "must": _("The allocation fills these before all others."),
            "family_housing": _("Only then can somebody with a partner or children come."),
            "duties": _("What is the work? Participants read this. It can wait until you send the request."),
        }
        widgets = {
            "duties": forms.Textarea({"rows": 5}),
            "posts": forms.NumberInput({"min": 1, "max": MOST_POSTS}),
        }

    GROUPS: ClassVar = (
        (_("Who asks, and for when"), ("employer", "arrival_group")),
        (_("The posts"), ("position", "posts", "must", "school", "area", "family_housing", "duties")),
        (_("Languages"), ("japanese", "japanese_wanted", "language", "language_level", "language_wanted")),
        (_("Other conditions"), ("driving", "teaching")),
    )

    def __init__(
        self, *args: Any, employers: ContractingOrganisationQuerySet, groups: ArrivalGroupQuerySet, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._choose("employer", employers)
        self._choose("arrival_group", groups)
        self.fields["seen_version"].initial = self.instance.version
        self.fields["draft_id"].initial = self.instance.uuid

    def _choose(self, name: str, rows: Any) -> None:
        """Whoever has but one choice is not asked."""
        field, known = cast("forms.ModelChoiceField[Any]", self.fields[name]), list(rows)
        field.queryset = rows
        if len(known) == 1:
            field.initial, field.widget = known[0].pk, forms.HiddenInput()

    @property
    def groups(self) -> list[Group]:
        """The fields that are seen, in the order in which one thinks of them."""
        seen = [(title, [self[name] for name in names]) for title, names in self.GROUPS]
        return [(title, [field for field in fields if not field.is_hidden]) for title, fields in seen]

    def facts(self) -> dict[str, Any]:
        """The columns of the request, as typed."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class RequestFilter(PortalForm):
    """Which requests the list shows."""

    state = forms.ChoiceField(
        label=_("State"), required=False, widget=PILL,
        choices=[("", pgettext_lazy("placement request", "Any state")), *PlacementRequest.State.choices],
    )  # fmt: skip
    arrival_group = forms.ModelChoiceField(
        ArrivalGroup.objects.newest_first(), label=_("Arrival group"), required=False, widget=PILL,
        empty_label=_("All arrival groups"),
    )  # fmt: skip


class ReasonForm(PortalForm):
    """Why."""

    reason = forms.CharField(label=_("Why?"), max_length=1000, widget=forms.Textarea({"rows": 4}))


def employers_of(organisations: frozenset[int], user: Any) -> ContractingOrganisationQuerySet:
    """For which employers somebody with these organisations may ask."""
    known = ContractingOrganisation.objects.visible_to(user).filter(organisation__in=organisations)
    return known.for_pages().by_prefecture()
