"""The menus' items; which there are is said by the root, under `settings.PORTAL_NAVIGATION`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from clair_portal.pages.remembered import remembered


@dataclass(frozen=True, slots=True)
class NavItem:
    """One way to go. `place` says in which menu it stands."""

    label: str | Promise
    url: str
    current: bool = False
    place: Literal["main", "account", "footer"] = "main"


Navigation = Callable[[HttpRequest], Sequence[NavItem]]


@cache
def _navigation(path: str) -> Navigation:
    found: Navigation = import_string(path)
    return found


def items(request: HttpRequest) -> dict[str, list[NavItem]]:
    """What the root offers on this request, by place."""
    found: dict[str, list[NavItem]] = {"main": [], "account": [], "footer": []}
    for item in (*_navigation(settings.PORTAL_NAVIGATION)(request), *_own()):
        found[item.place].append(item)
    return found


@remembered
def _own() -> tuple[NavItem, ...]:
    """The pages that belong to any portal."""
    return (NavItem(_("Accessibility"), reverse("accessibility"), place="footer"),)
