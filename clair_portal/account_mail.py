"""The accounts' mails: codes to type in and notices about the account, in the recipient's language."""

from dataclasses import dataclass
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from clair_portal.accounts.models import User
from clair_portal.mail import outbox
from clair_portal.mail.message import Message

SIGN_IN = _("Sign in")


@dataclass(frozen=True)
class Wording:
    """What one of allauth's mails says; the sentence may name the facts it is sent with."""

    subject: str | Promise
    sentence: str | Promise
    advice: str | Promise
    route: str = "account_login"
    action: str | Promise = SIGN_IN


NOT_ME = _("If this was not you, ignore this mail: without the code nothing happens.")
SECURE = _("If this was not you, set a new password at once and write to the office.")

CODES = {
    "account/email/email_confirmation_signup": Wording(
        _("Your code to finish signing up"), _("Type this code on the sign-up page to confirm your address."), NOT_ME
    ),
    "account/email/email_confirmation": Wording(
        _("Your code to confirm this address"), _("Type this code to confirm your e-mail address."), NOT_ME
    ),
    "account/email/login_code": Wording(
        _("Your code to sign in"), _("Type this code on the sign-in page. It is valid for ten minutes."), NOT_ME
    ),
    "account/email/password_reset_code": Wording(
        _("Your code for a new password"), _("Type this code to choose a new password."), NOT_ME
    ),
}
NOTICES = {
    "account/email/account_already_exists": Wording(
        _("You already have an account"),
        _("Somebody wanted to sign up with this address, but an account exists already. "
          "You can sign in with a code, or choose a new password there."),
        _("If this was not you, you need not do anything."),
    ),
    "account/email/unknown_account": Wording(
        _("There is no account with this address"),
        _("Somebody wanted to sign in with this address, but there is no account. "
          "Perhaps you used another address, or would like to sign up."),
        _("If this was not you, you need not do anything."),
        route="account_signup",
        action=_("Sign up"),
    ),
    "account/email/password_changed": Wording(
        _("Your password was changed"), _("The password of your account was changed."), SECURE
    ),
    "account/email/password_set": Wording(_("A password was set"), _("Your account now has a password."), SECURE),
    "account/email/password_reset": Wording(
        _("Your password was set anew"), _("A new password was chosen for your account with a code."), SECURE
    ),
    "account/email/email_changed": Wording(
        _("Your e-mail address was changed"),
        _("Mails no longer go to %(from_email)s but to %(to_email)s."),
        SECURE,
    ),
    "account/email/email_deleted": Wording(
        _("An e-mail address was removed"), _("%(deleted_email)s no longer belongs to your account."), SECURE
    ),
    "mfa/email/totp_activated": Wording(
        _("Authenticator app switched on"), _("Codes of an authenticator app now protect your account."), SECURE
    ),
    "mfa/email/totp_deactivated": Wording(
        _("Authenticator app switched off"), _("Your account is no longer protected by an authenticator app."), SECURE
    ),
    "mfa/email/recovery_codes_generated": Wording(
        _("New recovery codes"), _("New recovery codes were made; the earlier ones no longer work."), SECURE
    ),
    "mfa/email/webauthn_added": Wording(
        _("Passkey added"), _("A passkey was added to your account."), SECURE
    ),
    "mfa/email/webauthn_removed": Wording(
        _("Passkey removed"), _("A passkey was removed from your account."), SECURE
    ),
}  # fmt: skip


def send(template_prefix: str, email: str, facts: dict[str, str]) -> None:
    """Put one of allauth's mails into the outbox. Its links come from the settings, never from the request."""
    user = User.objects.filter(email=email.lower()).first()
    language = user.language if user else get_language() or settings.LANGUAGE_CODE
    with transaction.atomic():
        outbox.put(_message(template_prefix, email, facts, user=user, language=language), at=timezone.now())


def _message(prefix: str, email: str, facts: dict[str, str], *, user: User | None, language: str) -> Message:
    wording = CODES.get(prefix) or NOTICES[prefix]
    with override(language):
        context = {
            "subject": str(wording.subject),
            "sentence": str(wording.sentence) % facts,
            "advice": str(wording.advice),
            "code": facts.get("code", ""),
            "action_url": settings.PORTAL_URL + reverse(wording.route) if prefix in NOTICES else "",
            "action_label": str(wording.action),
        }
    return Message(
        template="accounts/code" if prefix in CODES else "accounts/notice",
        to=email,
        language=language,
        key=f"accounts:{uuid4()}",
        context=context,
        person_id=user.person_id if user else None,
        sensitive=prefix in CODES,
    )
