"""The best proposals among the eligible transfer requests and the posts that stand empty."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import Q

from jet.actions.days import in_japan
from jet.actions.swaps import Proposal, Step
from jet.allocating import conditions
from jet.allocation import swaps
from jet.models import (
    ContractingOrganisation,
    Participant,
    Placement,
    PlacementRequest,
    TransferConsent,
    TransferRequest,
)
from jet.models.requests import Wanted
from jet.transferring.posts import open_posts

Employers = Mapping[int, ContractingOrganisation]
Posts = Mapping[PlacementRequest, int]
Answer = TransferConsent.Answer


@dataclass(frozen=True)
class Round:
    """Everything a search looks at, read in a number of queries that does not grow."""

    requests: Sequence[TransferRequest]
    present: Mapping[int, ContractingOrganisation]  # participant → where they work now
    posts: Posts
    refused: frozenset[tuple[int, int]]  # request and the employer that said no to it

    @cached_property
    def employers(self) -> Employers:
        """Where a place may fall free, or is free."""
        known = [*self.present.values(), *(post.employer for post in self.posts)]
        return {employer.pk: employer for employer in known}

    def of(self, position: str) -> list[TransferRequest]:
        """Those who can take each other's places. Whoever works nowhere today is not among them."""
        able = (request for request in self.requests if request.participant_id in self.present)
        return [request for request in able if request.participant.position == position]


def proposals(at: datetime) -> list[Proposal]:
    """What headquarters may propose now: of all sets of proposals, one with which most people move."""
    return best(read(at))


def best(found: Round) -> list[Proposal]:
    """Those of a round; the people of one position can take each other's places."""
    return [proposal for position in Participant.Position for proposal in _best(found, position)]


def read(at: datetime) -> Round:
    eligible = TransferRequest.objects.filter(state=TransferRequest.State.ELIGIBLE)
    with_wishes = eligible.for_pages().prefetch_related(
        "wishes__prefecture", "wishes__employer", "participant__languages"
    )
    requests = list(with_wishes.order_by("number"))
    return Round(requests, _present(requests, in_japan(at)), open_posts(at), _refused(requests))


def _present(requests: Iterable[TransferRequest], day: date) -> dict[int, ContractingOrganisation]:
    people = [request.participant_id for request in requests]
    now = Placement.objects.on(day).filter(participant__in=people).for_pages()
    still_there = now.filter(Q(employer__left_on__isnull=True) | Q(employer__left_on__gte=day))
    return {placement.participant_id: placement.employer for placement in still_there}


def _refused(requests: Iterable[TransferRequest]) -> frozenset[tuple[int, int]]:
    """An employer that said no to a proposal is not asked again to take the same person.

    Where it would only have let somebody go, it is that person's request that is not proposed again.
    """
    asked = [request.pk for request in requests]
    noes = TransferConsent.objects.filter(answer=Answer.NO, cycle__moves__request__in=asked)
    return frozenset(
        pair
        for cycle_id, employer_id in noes.values_list("cycle", "employer").distinct()
        for pair in _pairs(cycle_id, employer_id)
    )


def _pairs(cycle_id: int, employer_id: int) -> list[tuple[int, int]]:
    involved = TransferRequest.objects.filter(moves__cycle=cycle_id)
    joining = list(involved.filter(moves__joins=employer_id, moves__cycle=cycle_id).values_list("pk", flat=True))
    leaving = involved.filter(moves__leaves=employer_id, moves__cycle=cycle_id).values_list("pk", flat=True)
    return [(pk, employer_id) for pk in joining or leaving]


def is_held_back(found: Round, request: TransferRequest) -> bool:
    """Whether the present employer has refused to let this person go."""
    present = found.present.get(request.participant_id)
    return present is not None and (request.pk, present.pk) in found.refused


def _best(found: Round, position: str) -> Iterator[Proposal]:
    requests = {request.number: request for request in found.of(position) if not is_held_back(found, request)}
    posts = {post: free for post, free in found.posts.items() if post.position == position}
    vacancies: dict[str, int] = {}
    for post, free in posts.items():
        vacancies[str(post.employer_id)] = vacancies.get(str(post.employer_id), 0) + free
    asked = tuple(_asked(found, request, posts) for request in requests.values())
    left = dict(posts)
    for proposal in swaps.propose(swaps.Transfers(asked, vacancies, seed=position)):
        steps = tuple(_step(found, requests[move.participant], move) for move in proposal.moves)
        taken = _taken(steps[0], left) if proposal.vacancy else None
        if taken or not proposal.vacancy:
            yield Proposal(steps, taken, fingerprint(steps, taken))


def _asked(found: Round, request: TransferRequest, posts: Posts) -> swaps.Request:
    wanted = _wanted(request, found.employers)
    allowed = (
        employer
        for employer in wanted
        if (request.pk, employer) not in found.refused and _fits(request, employer, posts)
    )
    return swaps.Request(
        participant=request.number,
        authority=str(found.present[request.participant_id].pk),
        wanted=tuple(map(str, wanted)),
        allowed=frozenset(map(str, allowed)),
    )


def _wanted(request: TransferRequest, employers: Employers) -> list[int]:
    """The employers that meet a wish, the most wished for first; a prefecture stands for all of its own."""
    ranked: dict[int, None] = {}
    for wish in sorted(request.wishes.all(), key=lambda wish: wish.rank):
        ranked |= {pk: None for pk in sorted(employers) if wish.is_met_by(employers[pk])}
    return list(ranked)


def _fits(request: TransferRequest, employer: int, posts: Posts) -> bool:
    """What an employer with empty posts finds indispensable holds; elsewhere it judges by its consent."""
    of_it = [post for post in posts if post.employer_id == employer]
    return not of_it or any(_meets(request.participant, post) for post in of_it)


def _meets(participant: Participant, post: PlacementRequest) -> bool:
    demanded = conditions.asked(post, Wanted.MUST)
    return demanded <= conditions.brought(participant, demanded) and conditions.needed(
        participant
    ) <= conditions.offered(post)


def _taken(step: Step, left: dict[PlacementRequest, int]) -> PlacementRequest | None:
    """Which empty post the first to move takes; each is given once."""
    for post, free in left.items():
        if free and post.employer_id == step.joins.pk and _meets(step.request.participant, post):
            left[post] -= 1
            return post
    return None


def _step(found: Round, request: TransferRequest, move: swaps.Move) -> Step:
    joins = found.employers[int(move.joins)]
    rank = min(wish.rank for wish in request.wishes.all() if wish.is_met_by(joins))
    return Step(request, found.present[request.participant_id], joins, rank)


def fingerprint(steps: Sequence[Step], post: PlacementRequest | None) -> str:
    """The same people to the same places: the same words, by which a page names a proposal."""
    told = [*(f"{step.request.number} {step.leaves.pk} {step.joins.pk}" for step in steps), post.number if post else ""]
    return hashlib.blake2b("\n".join(told).encode(), digest_size=12).hexdigest()
