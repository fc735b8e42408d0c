"""The portal's own small pages: language, statements, gallery, and what machines ask for."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from clair_portal.accounts.actions import users
from clair_portal.pages.gallery import samples
from clair_portal.pages.views.guards import PUBLIC, Guarded, signed_in
from clair_portal.pages.views.reading import Page
from clair_portal.pages.views.writing import SeeOther


class SetLanguage(Guarded):
    """POST with `language` and `next`: remembers the language in a cookie and, when signed in, for mails too."""

    permission = PUBLIC
    http_method_names = ("post", "options")

    def post(self, request: HttpRequest) -> HttpResponse:
        language = request.POST.get("language", "")
        if language not in dict(settings.LANGUAGES):
            return HttpResponse(status=HTTPStatus.NO_CONTENT)
        if request.user.is_authenticated:
            users.choose_language(signed_in(request), language, at=timezone.now())
        response = SeeOther(_own_path(request))
        _keep(response, language)
        return response


class Accessibility(Page):
    """How accessible the portal is, and whom to tell when it is not."""

    permission = PUBLIC
    template_name = "pages/accessibility.html"


class Gallery(Page):
    """Every component once; not part of a real office's portal."""

    permission = PUBLIC
    template_name = "pages/gallery.html"

    def admit(self) -> None:
        if not (settings.DEBUG or settings.DEMONSTRATION):
            raise Http404

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(**samples(), **facts)


class Robots(Guarded):
    """What search engines may read: the public pages, not the accounts."""

    permission = PUBLIC

    def get(self, _request: HttpRequest) -> HttpResponse:
        lines = ("User-agent: *", "Disallow: /accounts/", "Disallow: /admin/", "")
        return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


class SecurityContact(Guarded):
    """security.txt (RFC 9116): where to tell us of a hole."""

    permission = PUBLIC

    def get(self, _request: HttpRequest) -> HttpResponse:
        expires = timezone.now().replace(microsecond=0) + timedelta(days=180)
        lines = (
            f"Contact: mailto:{settings.PORTAL_CONTACT}",
            f"Expires: {expires.isoformat()}",
            "Preferred-Languages: en, ja, de",
            "",
        )
        return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


class Favicon(Guarded):
    """Old browsers ask for it without being told where it is."""

    permission = PUBLIC

    def get(self, _request: HttpRequest) -> HttpResponse:
        return HttpResponseRedirect(static("img/favicon.svg"))


def _own_path(request: HttpRequest) -> str:
    """Back to the page the person was on; never to another site."""
    asked = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(asked, allowed_hosts=None, require_https=request.is_secure())
    return asked if is_ours and asked.startswith("/") else "/"


def _keep(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
