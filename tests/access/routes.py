"""Every address that the resolver knows, and which of them take POST."""

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


def addresses() -> Iterator[str]:
    """Every address of the portal by its full name; those without a name by their pattern."""
    yield from (key for key, _pattern in routes())


def taking_post() -> Iterator[str]:
    """The addresses whose view takes POST."""
    yield from (key for key, pattern in routes() if takes_post(pattern.callback))


def takes_post(view: Callable[..., Any]) -> bool:
    """A class of views says so; what a bare function takes, nobody can tell from outside."""
    kind = getattr(view, "view_class", None)
    return kind is None or (hasattr(kind, "post") and "post" in kind.http_method_names)


def routes(patterns: Any = None, space: str = "", before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address with what answers it."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from routes(pattern.url_patterns, inner, before + str(pattern.pattern))
        elif pattern.name:
            yield space + pattern.name, pattern
        else:
            yield before + str(pattern.pattern), pattern
