"""The demonstration's next round of the allocation: one group frozen, wished and drafted, the other still being asked.

All of it hangs on the two groups that come next, so each summer a new round begins.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import cycle

from clair_portal.accounts.models import User
from clair_portal.demonstration import employers, participants
from clair_portal.directory.models import LocalAuthority
from jet.actions import preferences, requests, runs
from jet.allocating import posing, work
from jet.models import AllocationRun, ArrivalGroup, ContractingOrganisation, Participant, PlacementRequest
from jet.models.requests import Area, School, Wanted

State = PlacementRequest.State
CANDIDATES = 34
DUTIES = "英語の授業で担当教員を補助し、放課後の交流活動に参加する。"
REACHED = (State.DRAFT, State.SENT, State.ENDORSED, State.ACCEPTED)  # by the second group: something for each party
POPULAR, OTHERS = 3, 4  # so many prefectures nearly everybody wants; the others are a second wish in turn
ANYWHERE = (False, False, False, False, False, True)


@dataclass(frozen=True)
class Wish:
    """What an authority asks for."""

    posts: int
    school: str = School.JUNIOR
    area: str = Area.RURAL
    driving: str = Wanted.NO
    teaching: str = Wanted.NO


WISHES = (
    Wish(4, area=Area.URBAN), Wish(3, School.ELEMENTARY), Wish(3, teaching=Wanted.NICE), Wish(2, driving=Wanted.MUST),
    Wish(4, School.SENIOR, Area.URBAN), Wish(2), Wish(3, School.ELEMENTARY), Wish(2, driving=Wanted.NICE),
    Wish(4, area=Area.URBAN), Wish(3, teaching=Wanted.NICE), Wish(2, driving=Wanted.MUST), Wish(2, School.SENIOR),
)  # fmt: skip


@dataclass(frozen=True)
class Cast:
    """Who asks, and who does everything else."""

    asks: User
    runs_it: User


def load(cast: Cast, *, at: datetime) -> AllocationRun | None:
    """Write the round that is missing; None where it stands already."""
    frozen, asked = employers.groups(at.date())[-2:]
    if PlacementRequest.objects.filter(arrival_group=frozen).exists():
        return None
    bodies = employers.bodies()
    for wish, body in zip(WISHES, bodies, strict=False):
        _ask(frozen, body, wish, cast, reached=State.ACCEPTED, at=at)
    for wish, body, reached in zip(WISHES, bodies, REACHED, strict=False):
        _ask(asked, body, wish, cast, reached=reached, at=at)
    requests.freeze(frozen, by=cast.runs_it, at=at)
    _wish(participants.candidates(frozen, CANDIDATES, by=cast.runs_it), bodies, at=at)
    return _draft(frozen, by=cast.runs_it, at=at)


def _ask(
    group: ArrivalGroup, body: ContractingOrganisation, wish: Wish, cast: Cast, *, reached: str, at: datetime
) -> None:
    request = PlacementRequest(
        employer=body, arrival_group=group, posts=wish.posts, must=wish.posts // 2, duties=DUTIES, school=wish.school,
        area=wish.area, driving=wish.driving, teaching=wish.teaching,
    )  # fmt: skip
    requests.draft(request, by=cast.asks, at=at)
    steps = ((requests.send, cast.asks), (requests.endorse, cast.runs_it), (requests.accept, cast.runs_it))
    for step, by in steps:
        if request.state != reached:
            step(request, by=by, at=at)


def _wish(people: Sequence[Participant], bodies: Sequence[ContractingOrganisation], *, at: datetime) -> None:
    """Most want the same few prefectures, as in life; every sixth goes anywhere."""
    prefectures = list(dict.fromkeys(body.prefecture for body in bodies))
    popular, others = cycle(prefectures[:POPULAR]), cycle(prefectures[-OTHERS:])
    for person, anywhere in zip(people, cycle(ANYWHERE), strict=False):
        preferences.write(person, facts={"anywhere": True} if anywhere else _two(next(popular), next(others)), at=at)


def _two(first: LocalAuthority, second: LocalAuthority) -> dict[str, LocalAuthority | None]:
    return {"first": first, "second": second if second != first else None}


def _draft(group: ArrivalGroup, *, by: User, at: datetime) -> AllocationRun:
    """As the job makes it; there are no pins yet, and nothing has been made public before."""
    problem = posing.pose(group, seed=f"{group} 1")
    return runs.keep(group, work.explained(work.solved(problem), []), base=None, by=by, at=at)
