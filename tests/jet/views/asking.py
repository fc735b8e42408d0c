"""Who has to do with a placement request: a city that asks, its branch, and headquarters."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.test import Client

from clair_portal.accounts.models import User
from clair_portal.directory.models import Organisation
from jet.models import ArrivalGroup, ContractingOrganisation, PlacementRequest
from tests.factories.accounts import RoleAssignmentFactory
from tests.factories.allocation import PlacementRequestFactory
from tests.factories.directory import BranchFactory, LocalAuthorityFactory
from tests.factories.jet import ArrivalGroupFactory, ContractingOrganisationFactory

Enter = Callable[[User], Client]


def holder(role: str, organisation: Organisation | None = None, **facts: Any) -> User:
    user: User = RoleAssignmentFactory(role=role, organisation=organisation, **facts).user
    return user


@dataclass
class Parties:
    """Everybody who has to do with a request of the city."""

    employer: ContractingOrganisation
    branch: Organisation
    group: ArrivalGroup
    asks: User
    endorses: User
    accepts: User

    def request(self, **facts: Any) -> PlacementRequest:
        parties = {"employer": self.employer, "branch": self.branch, "arrival_group": self.group, "asked_by": self.asks}
        asked: PlacementRequest = PlacementRequestFactory(**{**parties, **facts})
        return asked


def parties() -> Parties:
    city = LocalAuthorityFactory(organisation__name_en="Example City", organisation__name_ja="見本市")
    branch = BranchFactory(authority=city.prefecture, organisation__name_en="Example Branch").organisation
    return Parties(
        employer=ContractingOrganisationFactory(organisation=city.organisation, prefecture=city.prefecture),
        branch=branch,
        group=ArrivalGroupFactory(year=2027, code="A", arrives_on=date(2027, 7, 25)),
        asks=holder("authority", city.organisation, user__email="city@example.org", user__language="ja"),
        endorses=holder("branch", branch, user__email="branch@example.org", user__language="ja"),
        accepts=holder("hq", user__email="hq@example.org"),
    )


def typed(whose: Parties, /, **changes: Any) -> dict[str, Any]:
    """What the form of a request sends."""
    facts = {
        "employer": whose.employer.pk, "arrival_group": whose.group.pk, "position": "alt", "posts": "2", "must": "1",
        "school": "junior", "area": "rural", "family_housing": "on", "duties": "Teaching at two schools.",
        "japanese": "N3", "japanese_wanted": "nice", "language": "de", "language_level": "B2",
        "language_wanted": "must", "driving": "must", "teaching": "no", "seen_version": "1",
    }  # fmt: skip
    return {name: value for name, value in {**facts, **changes}.items() if value is not None}
