"""The pages about one's own account and the privacy notice; allauth's are for addresses, password, second factors."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clair_portal.accounts import roles
from clair_portal.accounts.actions import consents, users
from clair_portal.accounts.forms import NameForm
from clair_portal.accounts.models import Consent, Session, User
from clair_portal.directory.models import Organisation
from clair_portal.pages.views import PUBLIC, SIGNED_IN, ActionPage, FormPage, Page, signed_in


class AccountPage(Page):
    """Who one is here: name, language, addresses, ways to sign in, roles, devices, what one agreed to."""

    permission = SIGNED_IN
    template_name = "accounts/account.html"

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        user = signed_in(self.request)
        factors = Authenticator.objects.filter(user=user).order_by("type", "pk")
        return super().get_context_data(
            person=user.person,
            addresses=EmailAddress.objects.filter(user=user).order_by("-primary", "email"),
            apps=[factor for factor in factors if factor.type == Authenticator.Type.TOTP],
            passkeys=[factor for factor in factors if factor.type == Authenticator.Type.WEBAUTHN],
            devices=Session.objects.filter(user=user, expire_date__gt=timezone.now()).count(),
            held=held_roles(user),
            **agreed(user),
            **facts,
        )


class NamePage(FormPage):
    """People know best what they are called."""

    permission = SIGNED_IN
    template_name = "accounts/name.html"
    form_class = NameForm

    def get_initial(self) -> dict[str, Any]:
        person = signed_in(self.request).person
        return {column: getattr(person, column) for column in NameForm.base_fields} if person else {}

    def perform(self, form: NameForm) -> str:
        users.change_name(signed_in(self.request), at=timezone.now(), **form.cleaned_data)
        messages.success(self.request, _("Your name was changed."))
        return reverse("account")


class SignOutEverywhere(ActionPage):
    """Ends every session but the one that asks: a lost telephone, a computer in a library."""

    permission = SIGNED_IN
    template_name = "accounts/sign_out_everywhere.html"

    def perform(self) -> str:
        users.sign_out_everywhere(signed_in(self.request), except_for=self.request.session.session_key)
        messages.success(self.request, _("You are signed out on all other devices."))
        return reverse("account")


class PrivacyNotice(Page):
    """What the portal knows about people, why and how long, and what they can do about it."""

    permission = PUBLIC
    template_name = "accounts/privacy_notice.html"

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(version=settings.PORTAL_PRIVACY_NOTICE, **facts)


class AgreeToNotice(ActionPage):
    """For whoever signed up before the notice had its present text, or took their consent back."""

    permission = SIGNED_IN
    template_name = "accounts/agree.html"

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(version=settings.PORTAL_PRIVACY_NOTICE, **facts)

    def done(self) -> str | None:
        return reverse("account") if agreed(signed_in(self.request))["agrees"] else None

    def perform(self) -> str:
        language = get_language() or settings.LANGUAGE_CODE
        consents.give(signed_in(self.request), Consent.Purpose.PRIVACY_NOTICE, language=language, at=timezone.now())
        messages.success(self.request, _("Your consent is noted."))
        return reverse("account")


class WithdrawConsent(ActionPage):
    """Taking a consent back is as easy as giving it; the page says first what follows from it."""

    permission = SIGNED_IN
    template_name = "accounts/withdraw_consent.html"

    def perform(self) -> str:
        consents.withdraw(signed_in(self.request), Consent.Purpose.PRIVACY_NOTICE, at=timezone.now())
        messages.success(self.request, _("Your consent is taken back."))
        return reverse("account")


def agreed(user: User) -> dict[str, Any]:
    """What the user agreed to, and whether that is the privacy notice's present text."""
    given = list(Consent.objects.of(user).newest_first())
    current = consents.versions()
    return {
        "consents": given,
        "agrees": any(one.withdrawn_at is None and one.version == current[one.purpose] for one in given),
        "can_withdraw": any(one.withdrawn_at is None for one in given),
    }


def held_roles(user: User) -> list[dict[str, Any]]:
    """The visitor's roles in words, each with its organisation if it is held for one."""
    numbers = [organisation for _role, organisation in user.held if organisation]
    names = Organisation.objects.in_bulk(numbers) if numbers else {}
    known = [(roles.table()[key], organisation) for key, organisation in user.held if key in roles.table()]
    return [{"role": role, "organisation": names.get(organisation or 0)} for role, organisation in known]


urlpatterns = [
    path("", AccountPage.as_view(), name="account"),
    path("name/", NamePage.as_view(), name="account_name"),
    path("privacy/agree/", AgreeToNotice.as_view(), name="account_agree"),
    path("privacy/withdraw/", WithdrawConsent.as_view(), name="account_withdraw_consent"),
    path("sign-out-everywhere/", SignOutEverywhere.as_view(), name="account_sign_out_everywhere"),
]
