"""Sign-in identities and the roles that people hold."""

from clair_portal.accounts.models.roles import RoleAssignment
from clair_portal.accounts.models.users import User

__all__ = ["RoleAssignment", "User"]
