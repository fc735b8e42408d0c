"""Agreeing to a text and taking that back. Either may be asked twice and happens once."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from clair_portal.accounts.models import Consent, User


def versions() -> dict[str, str]:
    """Purpose → the version of its text that the portal shows now."""
    return {Consent.Purpose.PRIVACY_NOTICE: settings.PORTAL_PRIVACY_NOTICE}


@transaction.atomic
def give(user: User, purpose: str, *, language: str, at: datetime) -> Consent:
    """The user agrees to the text as it stands now, which they read in this language."""
    consent, _is_new = Consent.objects.get_or_create(
        user=user, purpose=purpose, version=versions()[purpose], withdrawn_at=None,
        defaults={"language": language, "given_at": at},
    )  # fmt: skip
    return consent


@transaction.atomic
def withdraw(user: User, purpose: str, *, at: datetime) -> int:
    """The user takes back whatever they agreed to for this purpose, in any version; says how much that was."""
    return Consent.objects.of(user).to(purpose).live().update(withdrawn_at=at)
