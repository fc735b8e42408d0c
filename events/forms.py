"""What people type into the pages of the events app."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from clair_portal.pages.forms import PortalForm
from events.models import TicketType


class RegistrationForm(PortalForm):
    """The one page on which a known person registers. Ticket types come with their places."""

    ticket_type = forms.ChoiceField(label=_("I come as"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Is there anything the organisers should know?"),
        help_text=_("For example what you do not eat, or a step-free way in."),
        max_length=500,
        required=False,
    )

    def __init__(self, *args: Any, ticket_types: Iterable[TicketType], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ticket_types = {str(ticket_type.pk): ticket_type for ticket_type in ticket_types}
        choices = [(key, str(ticket_type)) for key, ticket_type in self.ticket_types.items()]
        field = cast("forms.ChoiceField", self.fields["ticket_type"])
        field.choices = choices
        field.initial = choices[0][0] if len(choices) == 1 else None

    def clean_ticket_type(self) -> TicketType:
        """The ticket type itself, as it was read with the page: no second look-up."""
        return self.ticket_types[str(self.cleaned_data["ticket_type"])]


class GuestForm(RegistrationForm):
    """The same page for a guest, whose address is proved by the link but whose name is not known."""

    given = forms.CharField(label=_("Given name"), max_length=100, required=False)
    family = forms.CharField(label=_("Family name"), max_length=100)

    field_order = ("given", "family", "ticket_type", "note")


class GuestLinkForm(PortalForm):
    """Where to send the link with which a guest goes on."""

    email = forms.EmailField(label=_("Your e-mail address"))


class EventFilter(forms.Form):
    """The filters above the public list; they live in the address, and an unknown value filters nothing."""

    country = forms.CharField(required=False, max_length=2)
    host = forms.IntegerField(required=False, min_value=1, max_value=2**31)
    month = forms.RegexField(r"^20\d\d-(0[1-9]|1[0-2])$", required=False)
    spoken = forms.ChoiceField(required=False, choices=[("en", "en"), ("ja", "ja"), ("de", "de")])
    text = forms.CharField(required=False, max_length=100)

    def chosen(self) -> dict[str, Any]:
        """The filters that were given and make sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
