"""What participants type about where they would like to go."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from clair_portal.directory.models import LocalAuthority
from clair_portal.pages.forms import PortalModelForm
from jet.models import Preference

WISHES = ("first", "second", "third")


class WishForm(PortalModelForm):
    """Up to three places in order, the sort of place, and why; or no preference at all."""

    class Meta:
        model = Preference
        fields = ("anywhere", *WISHES, "area", "reasons")
        help_texts = {
            "anywhere": _("This is an answer too: you are then placed wherever you are needed most."),
            "first": _("A prefecture stands for every place in it."),
            "area": _("This counts where none of your wishes can be met."),
            "reasons": _("Only headquarters reads this."),
        }
        widgets = {"reasons": forms.Textarea({"rows": 4})}

    def __init__(self, *args: Any, places: Sequence[LocalAuthority], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("no wish")), *((place.pk, str(place.organisation)) for place in places)]
        for name in WISHES:
            field = cast("forms.ModelChoiceField[LocalAuthority]", self.fields[name])
            field.queryset = LocalAuthority.objects.filter(pk__in=[place.pk for place in places])
            field.choices = choices  # one reading of the names for all three
        self.fields["area"].required = False

    def clean_area(self) -> str:
        """Whoever says nothing likes either."""
        return self.cleaned_data["area"] or str(Preference._meta.get_field("area").default)

    def facts(self) -> dict[str, Any]:
        """The wishes, as typed."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
