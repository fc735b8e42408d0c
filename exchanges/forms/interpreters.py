"""What interpreters type."""

from django import forms
from django.utils.translation import gettext_lazy as _

from clair_portal.pages.forms import PortalForm


class DeclineForm(PortalForm):
    """Why an interpreter cannot come: a word is enough."""

    reason = forms.CharField(
        label=_("Why can you not come?"), help_text=_("A word is enough; only the office reads it."), max_length=500
    )
