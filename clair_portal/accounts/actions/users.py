"""What happens to an account after it exists: language, leaving all devices, being shut and opened again."""

from datetime import datetime
from typing import Unpack

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clair_portal.accounts.actions.roles import refuse_without_administrator
from clair_portal.accounts.models import AccessChange, Session, User
from clair_portal.directory.actions import people
from clair_portal.workflow import DomainError


class UnknownLanguage(DomainError):
    message = _("The portal does not speak this language.")


class NoPerson(DomainError):
    message = _("Nobody in the directory belongs to this account. Please write to the office.")


@transaction.atomic
def choose_language(user: User, language: str, *, at: datetime) -> User:
    """Remember the language of the pages and of every mail."""
    if language not in dict(settings.LANGUAGES):
        raise UnknownLanguage
    user.language = language
    user.save(update_fields=["language"])
    if user.person is not None:
        people.edit(user.person, by=user, at=at, version=user.person.version, language=language)
    return user


@transaction.atomic
def change_name(user: User, *, at: datetime, version: int, **name: Unpack[people.NewName]) -> User:
    """People know best what they are called. `version` is that of the person's record which they saw."""
    if user.person is None:
        raise NoPerson
    people.edit(user.person, by=user, at=at, version=version, **name)
    return user


@transaction.atomic
def sign_out_everywhere(user: User, *, except_for: str | None = None) -> int:
    """End the user's sessions on all devices, but for the session with this key; says how many ended."""
    ended, _rows = Session.objects.filter(user=user).exclude(session_key=except_for or "").delete()
    return ended


@transaction.atomic
def disable(user: User, *, by: User | None, at: datetime, reason: str = "") -> User:
    """Shut the account: no sign-in, every session ends. Never the last administrator's."""
    refuse_without_administrator(except_for=user.role_assignments.values_list("pk", flat=True))
    _set_active(user, active=False)
    sign_out_everywhere(user)
    AccessChange.objects.create(user=user, kind=AccessChange.Kind.DISABLED, by=by, at=at, reason=reason)
    return user


@transaction.atomic
def enable(user: User, *, by: User | None, at: datetime, reason: str = "") -> User:
    """Open a shut account again; its roles are what they were."""
    _set_active(user, active=True)
    AccessChange.objects.create(user=user, kind=AccessChange.Kind.ENABLED, by=by, at=at, reason=reason)
    return user


def _set_active(user: User, *, active: bool) -> None:
    user.is_active = active
    user.save(update_fields=["is_active"])
