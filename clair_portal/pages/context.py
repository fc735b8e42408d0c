"""What every page's template knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from clair_portal.pages import navigation


def portal(request: HttpRequest) -> dict[str, Any]:
    """The menus, made only when a template shows them, and whom to write to."""
    return {"menus": SimpleLazyObject(lambda: navigation.items(request)), "contact": settings.PORTAL_CONTACT}
