"""The portal's components as template tags; built into every template."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.core.paginator import Page
from django.template.base import Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from clair_portal.pages import chrome, components
from clair_portal.pages.icons import icon

register = template.Library()

for component in (
    chrome.stylesheets,
    components.tag,
    components.date_block,
    components.capacity,
    components.bar,
    components.button,
    components.moment,
    components.day,
    components.month,
    components.era_day,
    chrome.ways,
    icon,
):
    register.simple_tag(component)


class Constant(Node):
    """A piece that is the same on every page of a language: made once, then remembered by the compiled template."""

    def __init__(self, pieces: NodeList) -> None:
        self.nodelist = pieces
        self.made: dict[str, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        language = get_language() or ""
        if language not in self.made:
            self.made[language] = self.nodelist.render(context)
        return self.made[language]


@register.tag
def constant(parser: Parser, _token: Token) -> Constant:
    """{% constant %}…{% endconstant %} around what depends on the language and on nothing else."""
    pieces = parser.parse(("endconstant",))
    parser.delete_first_token()
    return Constant(pieces)


@register.simple_tag(takes_context=True)
def language_switch(context: Context) -> SafeString:
    """The three languages as buttons; choosing one returns to this page."""
    return chrome.language_switch(context["csrf_token"], context["request"].get_full_path())


@register.simple_tag(takes_context=True)
def sign_in(context: Context) -> SafeString:
    """To the sign-in page, and from there back to this one."""
    return chrome.sign_in(context["request"].get_full_path())


@register.simple_block_tag
def facts(content: SafeString) -> SafeString:
    """{% facts %}…{% endfacts %}: a list of {% fact "When" %}…{% endfact %}."""
    return format_html('<dl class="facts">{}</dl>', content)


@register.simple_block_tag
def fact(content: SafeString, name: str) -> SafeString:
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", name, content)


@register.inclusion_tag("components/empty.html")
def empty(title: str, *, text: str = "", href: str = "", label: str = "") -> dict[str, str]:
    """What will appear here, and how to start."""
    return {"title": title, "text": text, "href": href, "label": label}


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context: Context, page: Page[Any]) -> dict[str, Any]:
    """From page to page; the rest of the address (filters, order) stays."""
    kept = context["request"].GET.copy()
    kept.pop("page", None)
    return {"page": page, "kept": kept.urlencode()}


@register.inclusion_tag("components/stepper.html")
def stepper(steps: Sequence[tuple[str, str]], current: str) -> dict[str, Any]:
    """The way of a case: (key, name) pairs and the key where it stands. On a phone one line: 5 of 8."""
    at = [key for key, _name in steps].index(current)
    named = [(name, "done" if index < at else "now" if index == at else "") for index, (_key, name) in enumerate(steps)]
    return {"steps": named, "number": at + 1, "total": len(steps), "name": steps[at][1]}


@register.inclusion_tag("components/chart_bars.html")
def chart_bars(rows: Sequence[tuple[str, float]], *, title: str, source: str) -> dict[str, Any]:
    """Figures as lying bars, each with its figure; the same as a table below."""
    return {"bars": components.bars(rows), "height": 52 * len(rows), "title": title, "source": source}
