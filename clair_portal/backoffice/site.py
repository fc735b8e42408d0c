"""The staff site itself: who may enter, where sign-in happens, what its start page and its search show."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.constants import UNSAFE_EVAL, UNSAFE_INLINE
from csp.decorators import csp_update
from django.conf import settings
from django.contrib.auth.views import LogoutView, redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from unfold.sites import UnfoldAdminSite

from clair_portal.backoffice import global_search, navigation, work

View = Callable[..., HttpResponseBase]

# Alpine, which unfold is built on, evaluates its attributes and writes inline styles; scripts stay our own files.
RELAXED = {"script-src": [UNSAFE_EVAL], "style-src": [UNSAFE_INLINE]}


class PortalAdminSite(UnfoldAdminSite):
    """One door (the portal's own sign-in), one start page (my work), one search."""

    enable_nav_sidebar = True

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.disable_action("delete_selected")  # rows leave through actions of the rule book, never in bulk

    def get_urls(self) -> list[Any]:
        """Without Django's way from a content type to "its" public page: it guesses, and some tables have none."""
        return [route for route in super().get_urls() if getattr(route, "name", "") != "view_on_site"]

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and request.user.is_staff)

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Guard a view of this site and, for its answers only, relax the content security policy."""
        inner = csp_update(RELAXED)(super().admin_view(view, cacheable))

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not self.has_permission(request):
                return self._turned_away(request)
            return inner(request, *args, **kwargs)

        return guarded

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Django's own sign-in form has no rate limit and no second factor: the portal's sign-in is the only one."""
        if self.has_permission(request):
            return redirect(f"{self.name}:index")
        return self._turned_away(request, came_for=reverse(f"{self.name}:index"))

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:
        return LogoutView.as_view(next_page=settings.LOGOUT_REDIRECT_URL)(request)

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return redirect("account_change_password")

    def app_index(
        self,
        request: HttpRequest,
        app_label: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """A list of an app's tables is nobody's work."""
        return redirect(f"{self.name}:index")

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        now = timezone.now()
        context = {
            **self.each_context(request),
            "title": _("My work"),
            "today": timezone.localdate(now),
            "work": work.gather(request.user, at=now),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/index.html", context)

    def search(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        text = request.GET.get("q", "").replace("\0", "").strip()[: global_search.LONGEST]
        context = {
            **self.each_context(request),
            "title": _("Search"),
            "searched": text,
            "found": global_search.find(self, request, text) if text else [],
            **(extra_context or {}),
        }
        return TemplateResponse(request, "backoffice/search.html", context)

    def get_sidebar_list(self, request: HttpRequest) -> list[navigation.MenuGroup]:
        return navigation.menu(self, request)

    def _turned_away(self, request: HttpRequest, came_for: str = "") -> HttpResponse:
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(came_for or request.get_full_path(), settings.LOGIN_URL)
