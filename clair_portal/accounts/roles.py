"""Reads the portal's role table (`settings.PORTAL_ROLES`) and answers what a set of roles may do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from clair_portal.directory.visibility import EVERYWHERE, Reach

STAFF_SITE = "accounts.enter_staff_site"


@dataclass(frozen=True)
class Role:
    """A row of the role table: what people call it, what it is for, and what it permits."""

    name: str | Promise
    sentence: str | Promise
    permissions: frozenset[str] = frozenset()
    sees_others: bool = False  # a second factor is asked of whoever sees other people's data


@cache
def table() -> Mapping[str, Role]:
    """Role key → role, from the root's one table."""
    found: Mapping[str, Role] = import_string(settings.PORTAL_ROLES)
    return found


def reaches(assignments: Iterable[tuple[str, int | None]]) -> dict[str, Reach]:
    """Permission → reach, for (role key, organisation or None) pairs; an unknown key grants nothing."""
    found: dict[str, Reach] = {}
    for role, organisation in assignments:
        for permission in table()[role].permissions if role in table() else ():
            found[permission] = _widened(found.get(permission, Reach()), organisation)
    return found


def _widened(reach: Reach, organisation: int | None) -> Reach:
    if organisation is None or reach.everywhere:
        return EVERYWHERE
    return Reach(organisations=reach.organisations | {organisation})
