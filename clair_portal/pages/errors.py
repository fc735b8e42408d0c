"""Error pages: what happened and what to do next, in calm words, never a trace."""

import logging
import sys
from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

log = logging.getLogger(__name__)

RETRY_AFTER = 10  # seconds
# Statement or lock timeout, deadlock, serialisation failure, too many connections: the database lives but is busy.
BUSY = {"57014", "55P03", "40P01", "40001", "53300"}


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was sent could not be read: 413 when it was too much, 400 otherwise."""
    too_big = isinstance(exception, RequestDataTooBig)
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE if too_big else HTTPStatus.BAD_REQUEST
    return render(request, "errors/bad_request.html", {"too_big": too_big}, status=status)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Signed in, but this is for others."""
    log.info("Refused %r: %s", request.path, exception)
    return render(request, "403.html", status=HTTPStatus.FORBIDDEN)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing is here, or nothing this person may know of."""
    log.debug("Not found %r: %s", request.path, exception)
    return render(request, "404.html", status=HTTPStatus.NOT_FOUND)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long, or it was sent from elsewhere."""
    log.info("Form refused: %s", reason)
    return render(request, "errors/csrf.html", {"again": request.get_full_path()}, status=HTTPStatus.FORBIDDEN)


def server_error(request: HttpRequest) -> HttpResponse:
    """Our fault. It asks nothing of the database, and says so when the database is what is missing."""
    exception = sys.exception()
    if isinstance(exception, OperationalError | InterfaceError):
        return database_away(exception)
    log.error("No answer for %r", request.path)
    return HttpResponse(render_to_string("500.html"), status=HTTPStatus.INTERNAL_SERVER_ERROR)


def database_away(exception: Exception) -> HttpResponse:
    """503: the same page in three languages, because whose page it is cannot be looked up now."""
    busy = _sqlstate(exception) in BUSY
    log.error("The database is %s: %s", "busy" if busy else "away", exception)
    return HttpResponse(
        render_to_string("503.html", {"busy": busy}),
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        headers={"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"},
    )


def _sqlstate(exception: Exception) -> str | None:
    """The server's code for the failure, whichever driver carries it; None when no server answered."""
    cause = exception.__cause__
    return getattr(cause, "sqlstate", None) or getattr(cause, "pgcode", None)
