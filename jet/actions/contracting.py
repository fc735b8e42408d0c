"""Contracting organisations: who takes part in the programme, and since when."""

from datetime import date
from typing import TypedDict, Unpack

from django.db import transaction

from clair_portal.directory.models import LocalAuthority, Organisation
from clair_portal.workflow import Outdated
from clair_portal.workflow.refusals import refusing
from jet.errors import LeftBeforeJoining, TakesPartAlready
from jet.models import ContractingOrganisation

REFUSALS = {
    "jet_contractingorganisation_organisation_id_key": TakesPartAlready,
    "contracting_left_after_joining": LeftBeforeJoining,
}


class Facts(TypedDict, total=False):
    """What may be said about its part in the programme."""

    kind: str
    host_organisation: Organisation
    prefecture: LocalAuthority
    joined_on: date | None
    left_on: date | None


@transaction.atomic
def add(employer: ContractingOrganisation) -> ContractingOrganisation:
    """An organisation of the directory takes part from now on."""
    with refusing(REFUSALS):
        employer.save(force_insert=True)
    return employer


@transaction.atomic
def edit(employer: ContractingOrganisation, **facts: Unpack[Facts]) -> ContractingOrganisation:
    """Correct facts. Raises Outdated if somebody else changed one of them since `employer` was read."""
    if not facts:
        return employer
    seen = {name: getattr(employer, name) for name in facts}
    with refusing(REFUSALS):
        if ContractingOrganisation.objects.filter(pk=employer.pk, **seen).update(**facts) != 1:
            raise Outdated
    employer.refresh_from_db()
    return employer
