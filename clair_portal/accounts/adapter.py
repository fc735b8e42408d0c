"""How allauth meets the portal: who a new user is, when an address counts, which mails leave."""

from collections.abc import Callable, Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.signup import prevent_enumeration
from allauth.account.models import EmailAddress, Login
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.db import IntegrityError
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import get_language

from clair_portal.accounts.actions import sign_ups
from clair_portal.accounts.models import User

FACTS = ("code", "from_email", "to_email", "deleted_email")  # what a mail may repeat of allauth's context


class AccountAdapter(DefaultAccountAdapter):
    """The portal's rules on top of allauth's.

    allauth confirms an address in several places and tells all of them only by signal. Two doors of the adapter
    stand in every way instead: `confirm_email`, when a code is typed for the address itself, and `login`, through
    which nobody comes with an unproved address.
    """

    def save_user(self, request: HttpRequest, user: User, form: BaseForm, **_facts: Any) -> User:
        super().save_user(request, user, form, commit=False)
        facts = form.cleaned_data
        try:
            return sign_ups.begin(
                user, family=facts["family"], given=facts["given"], language=facts["language"],
                read_in=get_language() or facts["language"], at=timezone.now(),
            )  # fmt: skip
        except IntegrityError:  # the same address signed up a moment ago: answer as for any known address
            raise ImmediateHttpResponse(prevent_enumeration(request, email=user.email)) from None

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        confirmed: bool = super().confirm_email(request, email_address)
        if confirmed and email_address.user.confirmed_at is None:
            sign_ups.confirm(email_address.user, keep_password=True, at=timezone.now())
        return confirmed

    def login(self, request: HttpRequest, user: User) -> None:
        if user.confirmed_at is None:
            sign_ups.confirm(user, keep_password=_used(request, user, "password"), at=timezone.now())
        super().login(request, user)

    def is_login_by_code_required(self, login: Login) -> bool:
        """Until the account is confirmed, its password alone opens nothing: a stranger may have chosen it."""
        if login.user is None or login.signup or login.user.confirmed_at is not None:
            return bool(super().is_login_by_code_required(login))
        return not _used(self.request, login.user, "code")

    def set_password(self, user: User, password: str) -> None:
        super().set_password(user, password)
        if user.confirmed_at is None:  # a reset code came back from the mailbox; the new password is its owner's
            sign_ups.confirm(user, keep_password=True, at=timezone.now())

    def send_mail(self, template_prefix: str, email: str, context: Mapping[str, Any]) -> None:
        send: Callable[[str, str, dict[str, str]], None] = import_string(settings.PORTAL_ACCOUNT_MAIL)
        send(template_prefix, email, {name: str(context[name]) for name in FACTS if name in context})

    def send_account_already_exists_mail(self, email: str) -> None:
        """A sign-up with a known address takes as long as one with a new address."""
        sign_ups.rehearse(at=timezone.now())
        self.send_mail("account/email/account_already_exists", email, {})

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Here, and nowhere else, the old address is told of a new main address: the person's follows."""
        if template_prefix == "account/email/email_changed":
            sign_ups.follow(user, at=timezone.now())
        super().send_notification_mail(template_prefix, user, context, email)

    def _get_login_attempts_cache_key(self, _request: HttpRequest, **credentials: Any) -> str:
        """The address alone. The library adds the Host header, whose port the guesser chooses: a new key per guess."""
        return str(credentials.get("email", "")).strip().lower()


def _used(request: HttpRequest, user: User, method: str) -> bool:
    return any(record["method"] == method for record in get_authentication_records(request, user))
