"""Pages that look the same to every visitor: made once, then kept by the process for as long as nothing changes."""

import re
from collections.abc import Hashable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import get_language

from clair_portal.pages.views.reading import Page

MOST = 512
FORM_TOKEN = re.compile(r'(?<=name="csrfmiddlewaretoken" value=")\w+')
MESSAGES_COOKIE = "messages"

Key = tuple[str, str | None, Hashable]

_kept: dict[Key, list[str]] = {}  # each page, cut where the tokens of its forms stand


class KeptPage(Page, abstract=True):
    """A page that a visitor gets as it was made for the one before, as long as `stamp` stays the same.

    Whoever has a session, or asks a question in the address, gets a page of their own. The page must hold nothing
    that depends on anything but its path, the language and the stamp; the tokens of its forms are exchanged.
    """

    def stamp(self) -> Hashable:
        """All that the page depends on, as a short value, fresh from the database; Http404 if there is no page."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if _is_ones_own(request):
            return super().get(request, *args, **kwargs)
        key = (request.path, get_language(), self.stamp())
        pieces = _kept.get(key) or self._made(key)
        return HttpResponse(get_token(request).join(pieces))

    def _made(self, key: Key) -> list[str]:
        """The page made anew; kept unless something changed while it was being made."""
        page = render_to_string(self.get_template_names(), self.get_context_data(**self.kwargs), self.request)
        pieces = FORM_TOKEN.split(page)
        if self.stamp() == key[-1]:
            _keep(key, pieces)
        return pieces


def _is_ones_own(request: HttpRequest) -> bool:
    personal = {settings.SESSION_COOKIE_NAME, MESSAGES_COOKIE}
    return bool(request.META.get("QUERY_STRING")) or not personal.isdisjoint(request.COOKIES)


def _keep(key: Key, pieces: list[str]) -> None:
    """Keep it; the oldest makes room."""
    while len(_kept) >= MOST:
        _kept.pop(next(iter(_kept)), None)
    _kept[key] = pieces
