"""Permission names of the accounts, and who may give a role."""

from typing import Any

from clair_portal.accounts.roles import Role
from clair_portal.directory.visibility import reach

ROLES_VIEW = "accounts.view_roles"
ROLES_GIVE = "accounts.give_roles"
ROLES_GIVE_ANY = "accounts.give_any_role"  # also what one does not hold; whoever has it is an administrator


def may_give(user: Any, role: Role, organisation_id: int | None) -> bool:
    """Nobody gives what they do not hold themselves, for that organisation; administrators may."""
    if not reach(user, ROLES_GIVE).covers(organisation_id):
        return False
    if reach(user, ROLES_GIVE_ANY).everywhere:
        return True
    return all(reach(user, permission).covers(organisation_id) for permission in role.permissions)
