"""Sign-in identities, what they agreed to, the roles that people hold, and their sessions."""

from clair_portal.accounts.models.consents import Consent
from clair_portal.accounts.models.roles import AccessChange, RoleAssignment
from clair_portal.accounts.models.sessions import Session
from clair_portal.accounts.models.users import User

__all__ = ["AccessChange", "Consent", "RoleAssignment", "Session", "User"]
