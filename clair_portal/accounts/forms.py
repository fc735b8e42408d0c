"""What sign-up asks besides e-mail and password, and how people correct their own name."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from clair_portal.directory.models.organisations import KATAKANA
from clair_portal.search.normalise import katakana

one_line = RegexValidator(r"[\r\n]", _("Please write the name on one line."), inverse_match=True)


def katakana_only(value: str) -> None:
    """Hiragana and half-width kana are turned into katakana when the name is stored; nothing else can be."""
    if not re.match(KATAKANA, katakana(value)):
        raise ValidationError(_("Write the reading in katakana."))


class Named(forms.Form):
    """A name as it stands in Latin letters; the rest is optional and asked later."""

    family = forms.CharField(
        label=_("Family name"),
        max_length=100,
        validators=[one_line],
        help_text=_("If you have only one name, write it here."),
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    given = forms.CharField(
        label=_("Given name"),
        max_length=100,
        required=False,
        validators=[one_line],
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )


def _way_to_the_notice() -> SafeString:
    """In a tab of its own, so that nothing typed is lost."""
    words = gettext("Read the privacy notice of %(version)s (opens in a new tab)")
    return format_html(
        '<a href="{}" target="_blank">{}</a>',
        reverse(settings.PORTAL_PRIVACY_PAGE),
        words % {"version": settings.PORTAL_PRIVACY_NOTICE},
    )


class SignUpForm(Named):
    """Name, language, privacy notice; allauth adds e-mail and password, and AccountAdapter.save_user reads them."""

    language = forms.ChoiceField(
        label=_("Language of pages and mails"), choices=settings.LANGUAGES, initial=get_language
    )

    agrees = forms.BooleanField(
        label=_("I have read the privacy notice and agree that the portal keeps my data as it says."),
        help_text=lazy(_way_to_the_notice, SafeString)(),
        error_messages={
            "required": _("Please read the privacy notice and tick the box; there is no account without it.")
        },
    )

    field_order = ["email", "family", "given", "language", "password1", "agrees"]

    def signup(self, request: HttpRequest, user: Any) -> None:
        """The library asks for this method; the user was saved with the name already."""


class NameForm(Named):
    """A name in three scripts. `version` is that of the record which the page showed."""

    middle = forms.CharField(label=_("Middle names"), max_length=100, required=False, validators=[one_line])
    family_kanji = forms.CharField(
        label=_("Family name in kanji"), max_length=50, required=False, validators=[one_line]
    )
    given_kanji = forms.CharField(label=_("Given name in kanji"), max_length=50, required=False, validators=[one_line])
    family_kana = forms.CharField(
        label=_("Family name in katakana"), max_length=100, required=False, validators=[one_line, katakana_only]
    )
    given_kana = forms.CharField(
        label=_("Given name in katakana"), max_length=100, required=False, validators=[one_line, katakana_only]
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
