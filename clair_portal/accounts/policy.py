"""Permission names of the accounts, and who may give a role."""

from clair_portal.accounts.roles import ROLES_GIVE, ROLES_GIVE_ANY, ROLES_VIEW, may_give

__all__ = ["ROLES_GIVE", "ROLES_GIVE_ANY", "ROLES_VIEW", "may_give"]
