"""The demonstration's arrival groups and contracting organisations: real local authorities, two groups a year."""

from collections.abc import Iterable
from datetime import date

from clair_portal.directory.models import LocalAuthority
from jet.actions import arrivals, contracting
from jet.models import ArrivalGroup, ContractingOrganisation

YEARS = 5
DAYS = {"A": (7, 26), "B": (8, 2)}
# Aomori's towns first: the demonstration's authority is one of them, and its branch knows the others.
CODES = (
    "022039", "022012", "022021", "022063", "012041", "032018", "172014", "202029", "282014", "302015", "382019",
    "472018",
)  # fmt: skip


def groups(today: date) -> list[ArrivalGroup]:
    """Those of five years that have come, the oldest first, and the two that come next."""
    is_before = (today.month, today.day) <= DAYS["B"]
    coming = today.year if is_before else today.year + 1
    return [_group(year, code) for year in range(coming - YEARS, coming + 1) for code in DAYS]


def _group(year: int, code: str) -> ArrivalGroup:
    known = ArrivalGroup.objects.filter(year=year, code=code).first()
    return known or arrivals.add(ArrivalGroup(code=code, arrives_on=date(year, *DAYS[code])))


def bodies() -> list[ContractingOrganisation]:
    """Local authorities of the reference data, each with its prefecture as the host organisation."""
    rows = LocalAuthority.objects.filter(code__in=CODES).select_related("organisation", "prefecture__organisation")
    return take_part(sorted(rows, key=lambda row: CODES.index(row.code)))


def take_part(authorities: Iterable[LocalAuthority]) -> list[ContractingOrganisation]:
    """The same authorities as contracting organisations; those that are missing are entered."""
    known = {one.organisation_id: one for one in ContractingOrganisation.objects.for_pages()}
    return [known.get(row.organisation_id) or _body(row) for row in authorities]


def _body(authority: LocalAuthority) -> ContractingOrganisation:
    prefecture = authority.prefecture or authority
    return contracting.add(
        ContractingOrganisation(
            organisation=authority.organisation, kind=ContractingOrganisation.Kind.AUTHORITY,
            host_organisation=prefecture.organisation, prefecture=prefecture,
        )
    )  # fmt: skip
