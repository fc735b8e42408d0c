"""What every page's template knows."""

from typing import Any

from django.http import HttpRequest


def portal(request: HttpRequest) -> dict[str, Any]:
    """The navigation and the page's own address."""
    return {}
