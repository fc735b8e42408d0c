"""Who is written to on behalf of a contracting organisation."""

from collections.abc import Iterable

from clair_portal.accounts.models import RoleAssignment, User
from jet.models import ContractingOrganisation


def speakers(employers: Iterable[ContractingOrganisation]) -> dict[int, list[User]]:
    """The accounts that speak for these organisations, by organisation; one query for all of them."""
    organisations = {employer.organisation_id for employer in employers}
    held = RoleAssignment.objects.filter(role="authority", organisation__in=organisations).of_active_users()
    found: dict[int, list[User]] = {}
    for assignment in held.select_related("user").order_by("user_id"):
        found.setdefault(assignment.organisation_id or 0, []).append(assignment.user)
    return found
