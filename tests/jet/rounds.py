"""One small allocation round with everything in it, and the job that solves it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from clair_portal.accounts.models import User
from clair_portal.directory.models import LocalAuthority
from clair_portal.documents import runner
from clair_portal.documents.actions import jobs
from clair_portal.documents.models import Job
from jet.models import AllocationRun, ArrivalGroup, Participant, PlacementRequest
from tests.factories.accounts import RoleAssignmentFactory
from tests.factories.allocation import PlacementRequestFactory, PreferenceFactory
from tests.factories.directory import PrefectureFactory
from tests.factories.jet import ArrivalGroupFactory, ContractingOrganisationFactory, ParticipantFactory

NOW = datetime(2026, 5, 10, 9, 0, tzinfo=UTC)


def hq() -> User:
    user: User = RoleAssignmentFactory(role="hq").user
    return user


@dataclass
class Round:
    """One post in the first prefecture, two in the second; three people who all want the first."""

    group: ArrivalGroup
    first: LocalAuthority
    second: LocalAuthority
    wanted: PlacementRequest
    other: PlacementRequest
    people: list[Participant]
    maker: User
    publisher: User

    def solve(self, seed: str = "2026 A", *, at: datetime = NOW) -> AllocationRun:
        """As headquarters does it: the job, run to its end."""
        run_to_the_end("allocate", {"group": self.group.pk, "seed": seed}, by=self.maker, at=at)
        return AllocationRun.objects.newest_first()[0]


def begun(**wanted: Any) -> Round:
    group = ArrivalGroupFactory()
    first, second = PrefectureFactory(number=90), PrefectureFactory(number=91)
    employers = [ContractingOrganisationFactory(prefecture=each) for each in (first, second)]
    frozen = {"arrival_group": group, "state": PlacementRequest.State.FROZEN}
    requests = [
        PlacementRequestFactory(number="PR-2026-9001", employer=employers[0], posts=1, must=1, **frozen, **wanted),
        PlacementRequestFactory(number="PR-2026-9002", employer=employers[1], posts=2, area="rural", **frozen),
    ]
    people = [ParticipantFactory(jet_number=f"2026999000{n}", arrival_group=group) for n in (1, 2, 3)]
    for person in people:
        PreferenceFactory(participant=person, first=first)
    return Round(group, first, second, *requests, people, hq(), hq())


def run_to_the_end(kind: str, parameters: dict[str, Any], *, by: User, at: datetime = NOW) -> Job:
    job = jobs.enqueue(kind, title="A job", parameters=parameters, by=by, at=at)
    claimed = jobs.claim(at=at)
    assert claimed == job
    runner.run(claimed, clock=lambda: at)
    job.refresh_from_db()
    return job
