"""Reads the portal's role table (`settings.PORTAL_ROLES`) and answers what a set of roles may do."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from clair_portal.directory.visibility import EVERYWHERE, NOWHERE, Reach, reach

STAFF_SITE = "accounts.enter_staff_site"
ROLES_VIEW = "accounts.view_roles"
ROLES_GIVE = "accounts.give_roles"
ROLES_GIVE_ANY = "accounts.give_any_role"  # also what one does not hold; whoever has it is an administrator

Grants = tuple[tuple[str, int | None], ...]  # (role key, organisation or None for everywhere)


@dataclass(frozen=True)
class Role:
    """A row of the role table: what people call it, what it is for, and what it permits."""

    name: str | Promise
    sentence: str | Promise
    permissions: frozenset[str] = frozenset()
    sees_others: bool = False  # a second factor and short sessions for whoever sees other people's data
    scoped: bool = False  # held for one organisation, never everywhere


@cache
def table() -> Mapping[str, Role]:
    """Role key → role, from the root's one table."""
    found: Mapping[str, Role] = import_string(settings.PORTAL_ROLES)
    return found


@lru_cache(maxsize=4096)
def reaches(grants: Grants) -> Mapping[str, Reach]:
    """Permission → reach. An unknown key grants nothing, nor does a scoped role without its organisation."""
    found: dict[str, Reach] = {}
    for key, organisation in grants:
        role = table().get(key)
        if role is not None and role.scoped == (organisation is not None):
            for permission in role.permissions:
                found[permission] = _widened(found.get(permission, NOWHERE), organisation)
    return found


@lru_cache(maxsize=4096)
def see_others(grants: Grants) -> bool:
    """Whether one of these roles opens other people's data."""
    return any(key in table() and table()[key].sees_others for key, _organisation in grants)


def granting(permission: str) -> list[str]:
    """The keys of the roles that include `permission`."""
    return [key for key, role in table().items() if permission in role.permissions]


def may_give(user: Any, role: Role, organisation_id: int | None) -> bool:
    """Nobody gives what they do not hold themselves, for that organisation; administrators may.

    The rule book asks this, not only the page: a role given too widely is not a slip of the pen.
    """
    if not reach(user, ROLES_GIVE).covers(organisation_id):
        return False
    if reach(user, ROLES_GIVE_ANY).everywhere:
        return True
    return all(reach(user, permission).covers(organisation_id) for permission in role.permissions)


def _widened(so_far: Reach, organisation: int | None) -> Reach:
    if organisation is None or so_far.everywhere:
        return EVERYWHERE
    return Reach(organisations=so_far.organisations | {organisation})
