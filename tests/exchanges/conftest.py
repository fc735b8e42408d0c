"""A city, its branch and the office in London, with somebody for each; and the clock stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
import time_machine

from clair_portal.accounts.models import User
from clair_portal.directory.models import Organisation
from exchanges.models import VisitCase
from tests.factories.accounts import RoleAssignmentFactory
from tests.factories.directory import (
    BranchFactory,
    LocalAuthorityFactory,
    OfficeCountryFactory,
    OfficeFactory,
    OrganisationFactory,
)
from tests.factories.exchanges import DelegateFactory, ThemeFactory, VisitCaseFactory


def holder(role: str, organisation: Organisation | None = None, **facts: Any) -> User:
    user: User = RoleAssignmentFactory(role=role, organisation=organisation, **facts).user
    return user


@dataclass
class Parties:
    """Everybody who has to do with a case of the city."""

    authority: Organisation
    branch: Organisation
    office: Organisation
    headquarters: Organisation
    asks: User
    endorses: User
    plans: User

    def case(self, **facts: Any) -> VisitCase:
        """A case of the city, with a theme and a head of the party."""
        parties = {"authority": self.authority, "branch": self.branch, "office": self.office, "asked_by": self.asks}
        case: VisitCase = VisitCaseFactory(**{**parties, **facts})
        ThemeFactory(case=case, title="Day care")
        DelegateFactory(case=case, role="head", family="Mihon", given="Robin")
        return case


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture
def parties(db: None) -> Parties:
    city = LocalAuthorityFactory(organisation__name_en="Example City", organisation__name_ja="見本市")
    branch = BranchFactory(authority=city.prefecture, organisation__name_en="Example Branch").organisation
    london = OfficeFactory(
        organisation=OrganisationFactory(kind="office", name_en="JLGC London", name_ja="ロンドン事務所", country="GB")
    )
    tokyo = OrganisationFactory(kind="office", name_en="CLAIR Tokyo", country="JP")
    headquarters = OfficeFactory(organisation=tokyo, is_headquarters=True).organisation
    for country in ("GB", "DE"):
        OfficeCountryFactory(office=london, country=country)
    return Parties(
        authority=city.organisation, branch=branch, office=london.organisation, headquarters=headquarters,
        asks=holder("authority", city.organisation, user__email="city@example.org", user__language="ja"),
        endorses=holder("branch", branch, user__email="branch@example.org", user__language="ja"),
        plans=holder("staff_visits", user__email="office@example.org"),
    )  # fmt: skip
