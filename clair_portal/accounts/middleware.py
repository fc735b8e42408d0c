"""Who sees other people's data proves a second factor, and no session lives for ever."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from clair_portal.accounts.models import User
from clair_portal.accounts.second_factor import FACTORS, is_required_of
from clair_portal.accounts.sessions import BEGAN, SEEN

MINUTE, HOUR, DAY = 60, 3600, 24 * 3600


@dataclass(frozen=True)
class Lifetime:
    """How long a session may rest, and how long it may last at all, in seconds."""

    idle: int
    at_most: int

    @property
    def note_every(self) -> int:
        """How rarely the last visit is written down: often enough for the limit, not on every request."""
        return self.idle // 20


SHORT = Lifetime(idle=30 * MINUTE, at_most=12 * HOUR)  # whoever sees other people's data
LONG = Lifetime(idle=7 * DAY, at_most=30 * DAY)


class SessionLifetimeMiddleware:
    """Ends sessions that rested or lasted too long. Costs no query, and seldom a write."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user if BEGAN in request.session else None
        if isinstance(user, User):
            self._check(request, SHORT if user.sees_others else LONG)
        return self.get_response(request)

    def _check(self, request: HttpRequest, lifetime: Lifetime) -> None:
        now, session = int(time.time()), request.session
        if now - session[BEGAN] > lifetime.at_most or now - session[SEEN] > lifetime.idle:
            session.flush()
            request.user = AnonymousUser()
            messages.info(request, _("You were signed out because some time has passed. Please sign in again."))
        elif now - session[SEEN] > lifetime.note_every:
            session[SEEN] = now


class SecondFactorMiddleware:
    """Lets those who need a second factor nowhere else until this session has proved one."""

    OPEN = frozenset({
        "account_logout", "account_reauthenticate", "healthz", "readyz", "set_language",
        "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn", "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
    })  # fmt: skip

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        user = request.user
        if not user.is_authenticated or not is_required_of(user) or _view_name(request) in self.OPEN:
            return None
        if _proved(request):
            return _keep_the_last_passkey(request)
        if Authenticator.objects.filter(user=user, type__in=FACTORS).exists():
            return redirect_to_login(request.get_full_path(), login_url=reverse("mfa_reauthenticate"))
        messages.info(request, _("Your role shows you other people’s data. Please set up a second factor first."))
        return redirect_to_login(request.get_full_path(), login_url=reverse("mfa_index"))


def _view_name(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def _keep_the_last_passkey(request: HttpRequest) -> HttpResponse | None:
    """The library asks its adapter before it removes an authenticator app, but not before it removes a passkey."""
    match = request.resolver_match
    if match is None or match.view_name != "mfa_remove_webauthn":
        return None
    passkey = Authenticator.objects.filter(user=request.user, pk=match.kwargs["pk"]).first()
    adapter = get_adapter()
    if passkey is None or adapter.can_delete_authenticator(passkey):
        return None
    messages.error(request, adapter.error_messages["cannot_delete_authenticator"])
    return redirect("mfa_list_webauthn")


def _proved(request: HttpRequest) -> bool:
    """Whether this session has answered with an authenticator, a passkey or a recovery code."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))
