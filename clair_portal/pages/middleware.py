"""The page's language, what browsers may keep, and a calm answer while the database is away."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import translation
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from clair_portal.pages import errors

Next = Callable[[HttpRequest], HttpResponse]

METHODS = ("GET", "HEAD", "POST", "OPTIONS")


class LanguageMiddleware:
    """The language of the cookie, else of the signed-in user, else of the browser; stands after authentication."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = _kept(request) or _of_user(request) or translation.get_language_from_request(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        response.headers.setdefault("Content-Language", translation.get_language() or language)
        return response


class BorderMiddleware:
    """Nothing strange comes in, and no page of a signed-in person stays behind in a browser's or proxy's cache."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        if "\x00" in request.path_info:
            raise BadRequest("NUL in the address")
        response = self.get_response(request)
        if _signed_in(request, response) and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response


class DatabaseDownMiddleware:
    """Answers 503 with Retry-After while PostgreSQL cannot be reached or is too busy.

    It sees what views raise. What inner middleware raises (sessions, sign-in) reaches `errors.server_error`,
    which gives the same answer.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, _request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, OperationalError | InterfaceError):
            return errors.database_away(exception)
        return None


def _kept(request: HttpRequest) -> str | None:
    kept = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    return kept if kept in dict(settings.LANGUAGES) else None


def _of_user(request: HttpRequest) -> str | None:
    # Without a session cookie nobody is signed in, and nothing need be read from the database.
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return None
    return request.user.language if request.user.language in dict(settings.LANGUAGES) else None


def _signed_in(request: HttpRequest, response: HttpResponse) -> bool:
    """By the cookie alone: asking the database here would cost every page a query."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES or settings.SESSION_COOKIE_NAME in response.cookies
