"""How unfold, the staff site's look, is set up; imported by settings.py."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _


def _style(_request: HttpRequest) -> str:
    return static("backoffice/backoffice.css")


def _shortcuts(_request: HttpRequest) -> str:
    return static("backoffice/shortcuts.js")


def _words(_request: HttpRequest) -> str:
    """Django's scripts call gettext() wherever a form's media stand, also on pages whose template forgets its words."""
    return reverse("admin:jsi18n")


def _names(_request: HttpRequest) -> str:
    return static("backoffice/names.js")


# 藍, the portal's indigo, as a scale; 600 is the token --ai.
INDIGO = {
    "50": "#f4f7fc", "100": "#e9eef7", "200": "#cfdaee", "300": "#b3c7ee", "400": "#9db8ee", "500": "#7d9cdc",
    "600": "#1f3a6e", "700": "#1a3261", "800": "#152a52", "900": "#202c47", "950": "#0f1a33",
}  # fmt: skip
PAPER = {
    "50": "#fbfaf7", "100": "#f3f1eb", "200": "#dedad0", "300": "#cac6bb", "400": "#b4b9c4", "500": "#626670",
    "600": "#565c68", "700": "#454b57", "800": "#333842", "900": "#1c1f26", "950": "#14161b",
}  # fmt: skip

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": _("CLAIR portal"),
    "SITE_HEADER": _("CLAIR portal"),
    "SITE_SUBHEADER": _("Staff"),
    "SITE_URL": reverse_lazy("home"),
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "BORDER_RADIUS": "8px",
    "STYLES": [_style],
    "SCRIPTS": [_words, _shortcuts, _names],
    "COLORS": {
        "base": PAPER,
        "primary": INDIGO,
        "font": {
            "subtle-light": "var(--color-base-600)",
            "subtle-dark": "var(--color-base-400)",
            "default-light": "var(--color-base-600)",
            "default-dark": "#d8d7d3",
            "important-light": "#1b1e25",
            "important-dark": "#f1efe9",
        },
    },
}
