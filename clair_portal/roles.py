"""The one role table: who may do what, each role with a sentence a manager can read."""

from django.utils.translation import gettext_lazy as _

from clair_portal.accounts.roles import STAFF_SITE, Role
from clair_portal.directory import policy as directory

ROLES: dict[str, Role] = {
    "staff_admin": Role(
        _("JLGC administrator"),
        _("Runs the portal: gives roles and sees everything."),
        frozenset({STAFF_SITE, directory.PEOPLE_VIEW, directory.PEOPLE_EDIT}),
        sees_others=True,
    ),
}
