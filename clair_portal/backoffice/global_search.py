"""The one search box: every list that offers itself is asked, and only for what this person may see."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

LONGEST = 200
SHOWN = 8


@dataclass(frozen=True)
class Hit:
    """One record found."""

    title: str
    note: str
    url: str


@dataclass(frozen=True)
class Group:
    """What one list found, and the address of that list with the same search."""

    label: str | Promise
    hits: list[Hit]
    url: str
    more: bool


def find(site: AdminSite, request: HttpRequest, text: str) -> list[Group]:
    """Ask every list with `in_global_search` that this person may open; lists that found nothing are left out."""
    registered = [site.get_model_admin(model) for model in apps.get_models() if site.is_registered(model)]
    asked = [admin for admin in registered if _takes_part(admin, request)]
    groups = [_group(admin, request, text) for admin in asked]
    return [group for group in groups if group.hits]


def _takes_part(admin: Any, request: HttpRequest) -> bool:
    return getattr(admin, "in_global_search", False) and admin.has_view_permission(request)


def _group(admin: Any, request: HttpRequest, text: str) -> Group:
    rows = list(_matching(admin, request, text)[: SHOWN + 1])
    route = f"{admin.admin_site.name}:{admin.opts.app_label}_{admin.opts.model_name}"
    return Group(
        label=admin.opts.verbose_name_plural,
        hits=[
            Hit(str(row), str(admin.search_note(row)), reverse(f"{route}_change", args=[row.pk]))
            for row in rows[:SHOWN]
        ],
        url=f"{reverse(f'{route}_changelist')}?{urlencode({'q': text})}",
        more=len(rows) > SHOWN,
    )


def _matching(admin: Any, request: HttpRequest, text: str) -> Any:
    """What the list's own search finds; a search through related rows may find a row twice."""
    rows, repeats = admin.get_search_results(request, admin.get_queryset(request), text)
    return rows.distinct() if repeats else rows
