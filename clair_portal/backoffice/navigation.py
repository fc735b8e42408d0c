"""What the menu of the staff site is made of; `settings.PORTAL_STAFF_NAVIGATION` names the list."""

from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class StaffItem:
    """One line of the menu: a list ("app.Model"), shown to those whom its registration lets in, or a named page.

    A named page is for those who hold its `permission`, or for everybody of the staff site.
    """

    label: str | Promise
    opens: str
    icon: str
    permission: str = ""


@dataclass(frozen=True)
class StaffGroup:
    """Lines that belong to one kind of work."""

    title: str | Promise
    items: tuple[StaffItem, ...]


@dataclass(frozen=True)
class MenuLine:
    """A line ready to be drawn."""

    label: str | Promise
    url: str
    icon: str
    current: bool


@dataclass(frozen=True)
class MenuGroup:
    """A group ready to be drawn; never empty."""

    title: str | Promise
    lines: tuple[MenuLine, ...]


def menu(site: AdminSite, request: HttpRequest) -> list[MenuGroup]:
    """The menu for this person, with the line of the present page marked."""
    groups: list[StaffGroup] = import_string(settings.PORTAL_STAFF_NAVIGATION)(request)
    drawn = [MenuGroup(group.title, tuple(_lines(site, group, request))) for group in groups]
    return [group for group in drawn if group.lines]


def _lines(site: AdminSite, group: StaffGroup, request: HttpRequest) -> list[MenuLine]:
    found = ((item, _address(site, item, request)) for item in group.items)
    return [MenuLine(item.label, url, item.icon, _is_here(url, request.path)) for item, url in found if url]


def _address(site: AdminSite, item: StaffItem, request: HttpRequest) -> str:
    """Where the line leads; nowhere for those who may not open it."""
    if "." not in item.opens:
        is_open = not item.permission or request.user.has_perm(item.permission)
        return reverse(item.opens) if is_open else ""
    model = apps.get_model(item.opens)
    if not site.is_registered(model) or not site.get_model_admin(model).has_module_permission(request):
        return ""
    return reverse(f"{site.name}:{model._meta.app_label}_{model._meta.model_name}_changelist")


def _is_here(url: str, path: str) -> bool:
    return path == url if url == reverse("admin:index") else path.startswith(url)
