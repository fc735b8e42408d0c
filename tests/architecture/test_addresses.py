"""Every address of the portal says who may come in."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, path
from django.views.generic.base import RedirectView

from clair_portal.pages.views import PUBLIC, Guarded
from tests.architecture.tree import PACKAGES

STAFF_SITE = "admin/"


def addresses(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address below these patterns, with what answers it."""
    for pattern in patterns:
        address = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, address)
        else:
            yield address, pattern


def unguarded(patterns: list[Any]) -> Iterator[str]:
    """Addresses of our own code whose view is not a `Guarded` page with a permission."""
    for address, pattern in addresses(patterns):
        if not address.startswith(STAFF_SITE) and not _guarded(pattern.callback):
            yield f"{address}: the view is no Guarded page with a permission."


def _guarded(callback: Any) -> bool:
    view = getattr(callback, "view_class", None)
    if isinstance(view, type) and issubclass(view, Guarded):
        return bool(view.permission)
    return str(getattr(view or callback, "__module__", "")).split(".")[0] not in PACKAGES


def open_to_anybody(patterns: list[Any]) -> Iterator[str]:
    """Addresses of the staff site that do not send a stranger to the sign-in page: each view is really called."""
    for address, pattern in addresses(patterns):
        if address.startswith(STAFF_SITE):
            request = RequestFactory().get(f"/{address}")
            request.user = AnonymousUser()
            facts = dict.fromkeys(pattern.pattern.converters, "1")
            if pattern.callback(request, **facts, **pattern.default_args).status_code != HTTPStatus.FOUND:
                yield f"{address}: the staff site opens without signing in."


def test_every_address_says_who_may_come_in():
    assert list(unguarded(get_resolver().url_patterns)) == []


# What the staff site's own sign-in and script pages need before anybody is signed in.
OPEN_BY_DESIGN = {"admin/jsi18n/"}


@pytest.mark.django_db
def test_the_staff_site_sends_strangers_to_the_sign_in_page():
    found = {address.partition(":")[0] for address in open_to_anybody(get_resolver().url_patterns)}
    assert found - OPEN_BY_DESIGN == set()


def test_a_planted_view_in_the_staff_site_is_found():
    assert [found.partition(":")[0] for found in open_to_anybody([path("admin/bare/", bare)])] == ["admin/bare/"]


class Open(Guarded):
    permission = PUBLIC


class Bare(RedirectView):
    """A class of ours that is not guarded."""


def bare(request: Any) -> HttpResponse:
    return HttpResponse()


@pytest.fixture
def as_ours(monkeypatch):
    monkeypatch.setattr(Bare, "__module__", "events.views")
    monkeypatch.setattr(bare, "__module__", "events.views")


@pytest.mark.usefixtures("as_ours")
def test_planted_addresses_are_found():
    planted = [path("open/", Open.as_view()), path("bare/", Bare.as_view(url="/")), path("function/", bare)]
    assert [found.partition(":")[0] for found in unguarded(planted)] == ["bare/", "function/"]
