"""The frame around every page: style sheets, menus, languages. Without templates, because every page has it."""

from collections.abc import Iterable
from urllib.parse import quote

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clair_portal.pages.navigation import NavItem
from clair_portal.pages.remembered import remembered

SHEETS = ("css/tokens.css", "css/portal.css", "css/components.css", "css/forms.css")
# Each language is called by its own name: whoever cannot read the page must still find theirs.
LANGUAGES = (("en-gb", "en", "English"), ("ja", "ja", "日本語"), ("de", "de", "Deutsch"))

_SHEET = '<link rel="stylesheet" href="{}">'
_WAY = '<li><a href="{}"{}>{}</a></li>'
_HERE = format_html(' aria-current="{}"', "page")
_LANGUAGE = '<button name="language" value="{}" lang="{}"{}>{}</button>'
_CHOSEN = format_html(' aria-current="{}"', "true")
_SIGN_IN = '<a class="pill" href="{}?next={}">{}</a>'
_SWITCH = (
    '<form class="languages" method="post" action="{}" aria-label="{}">'
    '<input type="hidden" name="csrfmiddlewaretoken" value="{}"><input type="hidden" name="next" value="{}">{}</form>'
)


def stylesheets() -> SafeString:
    """The links to the portal's own style sheets; error pages that stand alone use them too."""
    return format_html_join("", _SHEET, ((static(sheet),) for sheet in SHEETS))


def ways(items: Iterable[NavItem]) -> SafeString:
    """A menu's list of links."""
    rows = ((item.url, _HERE if item.current else "", item.label) for item in items)
    return format_html("<ul>{}</ul>", format_html_join("", _WAY, rows))


def language_switch(csrf_token: str, path: str) -> SafeString:
    """A form of one button per language, for the page at `path`."""
    address, words, buttons = _choosing()
    return format_html(_SWITCH, address, words, csrf_token, path, buttons)


def sign_in(path: str) -> SafeString:
    """The link that leads to the sign-in page and back to `path`."""
    address, words = _signing_in()
    return format_html(_SIGN_IN, address, quote(path), words)


@remembered
def _choosing() -> tuple[str, str, SafeString]:
    now = get_language()
    rows = ((code, lang, _CHOSEN if code == now else "", name) for code, lang, name in LANGUAGES)
    return reverse("set_language"), _("Language"), format_html_join("", _LANGUAGE, rows)


@remembered
def _signing_in() -> tuple[str, str]:
    return reverse("account_login"), _("Sign in")
