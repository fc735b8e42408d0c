"""Giving and taking roles. Each change is logged and holds from the user's next request on."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clair_portal.accounts.models import AccessChange, RoleAssignment, User
from clair_portal.accounts.roles import ROLES_GIVE_ANY, granting, may_give, table
from clair_portal.directory.models import Organisation
from clair_portal.workflow import DomainError, Outdated


class UnknownRole(DomainError):
    message = _("There is no such role.")


class WrongScope(DomainError):
    message = _("This role is either held for one organisation or everywhere, and the other way was asked for.")


class NotYours(DomainError):
    message = _("You can only give and take roles whose rights you hold yourself for that organisation.")


class AlreadyHeld(DomainError):
    message = _("This person already holds the role.")


class LastAdministrator(DomainError):
    message = _("Nobody else could give roles any more. Make somebody else an administrator first.")


@transaction.atomic
def give(
    user: User, role: str, *, organisation: Organisation | None, by: User | None, at: datetime, reason: str = ""
) -> RoleAssignment:
    """Give a role, for one organisation or everywhere. Without `by` it is the command line that gives it."""
    if role not in table():
        raise UnknownRole
    if table()[role].scoped != (organisation is not None):
        raise WrongScope
    _check(by, role, organisation.pk if organisation else None)
    User.objects.select_for_update().get(pk=user.pk)
    assignment, is_new = RoleAssignment.objects.get_or_create(user=user, role=role, organisation=organisation)
    if not is_new:
        raise AlreadyHeld
    _log(assignment, AccessChange.Kind.GIVEN, by=by, at=at, reason=reason)
    user.refresh_from_db(fields=["grants"])
    return assignment


@transaction.atomic
def take(assignment: RoleAssignment, *, by: User | None, at: datetime, reason: str = "") -> User:
    """Take a role away; never the last administrator's."""
    _check(by, assignment.role, assignment.organisation_id)
    refuse_without_administrator(except_for=[assignment.pk])
    removed, _rows = RoleAssignment.objects.filter(pk=assignment.pk).delete()
    if not removed:
        raise Outdated
    _log(assignment, AccessChange.Kind.TAKEN, by=by, at=at, reason=reason)
    assignment.user.refresh_from_db(fields=["grants"])
    return assignment.user


def refuse_without_administrator(*, except_for: Iterable[int]) -> None:
    """Refuse if nobody who may sign in would be administrator without these assignments. Locks them all."""
    assignments = RoleAssignment.objects.filter(role__in=granting(ROLES_GIVE_ANY)).of_active_users()
    administrators = set(assignments.select_for_update(of=["self"]).order_by("pk").values_list("pk", flat=True))
    going = set(except_for)
    if administrators & going and not administrators - going:
        raise LastAdministrator


def _check(by: User | None, role: str, organisation_id: int | None) -> None:
    if by is not None and role in table() and not may_give(by, table()[role], organisation_id):
        raise NotYours


def _log(assignment: RoleAssignment, kind: str, *, by: User | None, at: datetime, reason: str) -> None:
    AccessChange.objects.create(
        user_id=assignment.user_id, kind=kind, role=assignment.role, organisation_id=assignment.organisation_id,
        by=by, at=at, reason=reason,
    )  # fmt: skip
