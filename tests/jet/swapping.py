"""Towns, the people who serve there and wish to be elsewhere, and those who answer for them."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from clair_portal.accounts.models import User
from clair_portal.directory.models import Organisation
from jet.actions import swaps
from jet.models import ContractingOrganisation, SwapCycle, TransferRequest
from jet.transferring import search
from tests.factories.accounts import RoleAssignmentFactory, UserFactory
from tests.factories.allocation import AllocationRunFactory, PlacementRequestFactory
from tests.factories.directory import PrefectureFactory
from tests.factories.jet import (
    ArrivalGroupFactory,
    ContractingOrganisationFactory,
    ParticipantFactory,
    PlacementFactory,
    TermFactory,
)
from tests.factories.transfers import TransferRequestFactory, TransferWishFactory

NOW = datetime(2026, 11, 9, 3, 0, tzinfo=UTC)
BEGUN, OVER, DAY = date(2026, 8, 3), date(2027, 8, 2), date(2027, 4, 1)


@dataclass
class Towns:
    """`town("A")` is an employer in a prefecture of its own; `asks("Robin", "A", "B")` serves in A, wishes to B."""

    hq: User
    known: dict[str, ContractingOrganisation] = field(default_factory=dict)

    def town(self, name: str) -> ContractingOrganisation:
        if name not in self.known:
            self.known[name] = ContractingOrganisationFactory(
                prefecture=PrefectureFactory(number=60 + len(self.known)),
                organisation__name_en=f"Town {name}", organisation__name_ja=f"{name}町",
            )  # fmt: skip
        return self.known[name]

    def asks(self, name: str, at: str, *wished: str, state: str = "eligible", **facts: Any) -> TransferRequest:
        person = {"person__given": name, "person__family": "Example", "person__email": f"{name}@example.org".lower()}
        participant = ParticipantFactory(state="serving", **{**person, **facts})
        PlacementFactory(participant=participant, employer=self.town(at), first_on=BEGUN)
        TermFactory(participant=participant, first_on=BEGUN, last_on=OVER)
        request: TransferRequest = TransferRequestFactory(participant=participant, state=state)
        for rank, place in enumerate(wished, 1):
            employer = self.town(place)
            TransferWishFactory(request=request, rank=rank, prefecture=employer.prefecture, employer=employer)
        return request

    def speaker(self, name: str) -> User:
        """Somebody who answers for this town."""
        organisation: Organisation = self.town(name).organisation
        held = User.objects.filter(role_assignments__role="authority", role_assignments__organisation=organisation)
        mine = {"user__email": f"{name}@town.example.org".lower(), "user__language": "en-gb"}
        return held.first() or RoleAssignmentFactory(role="authority", organisation=organisation, **mine).user

    def free(self, name: str, posts: int = 1, **facts: Any) -> Any:
        """Posts in a town that the published allocation gave to nobody."""
        group = ArrivalGroupFactory()
        if not group.runs.exists():
            AllocationRunFactory(arrival_group=group, state="published")
        return PlacementRequestFactory(
            employer=self.town(name), arrival_group=group, state="frozen", posts=posts, **facts
        )

    def propose(self, day: date = DAY, at: datetime = NOW) -> SwapCycle:
        """The only proposal there is."""
        [proposal] = search.proposals(at)
        return swaps.propose(proposal, effective_on=day, by=self.hq, at=at)

    def answers(self, cycle: SwapCycle, name: str, *, yes: bool = True, reason: str = "", at: datetime = NOW) -> None:
        consent = cycle.consents.get(employer=self.town(name))
        swaps.answer(consent, agrees=yes, by=self.speaker(name), at=at, reason=reason)

    def all_agree(self, cycle: SwapCycle, *names: str) -> SwapCycle:
        for name in names:
            self.answers(cycle, name)
        cycle.refresh_from_db()
        return cycle


def towns() -> Towns:
    return Towns(hq=RoleAssignmentFactory(role="hq", user__email="hq@example.org").user)


def three(places: Towns) -> list[TransferRequest]:
    """A swap that nobody sees by hand: no two of them could change places."""
    ring = (("Ada", "A", "B"), ("Ben", "B", "C"), ("Cia", "C", "A"))
    return [places.asks(name, at, to) for name, at, to in ring]


def account(request: TransferRequest) -> User:
    """The participant's own account."""
    person = request.participant.person
    user: User = User.objects.filter(person=person).first() or UserFactory(
        person=person, email=person.email, language="en-gb"
    )
    return user
