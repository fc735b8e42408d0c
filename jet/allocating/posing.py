"""The problem of a run, read from the tables in a number of queries that does not grow."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from jet.allocating import conditions
from jet.allocation.problem import Ban, Fixed, Ground, Place, Problem, Wish
from jet.allocation.problem import Participant as Person
from jet.models import (
    AllocationPlace,
    AllocationRun,
    ArrivalGroup,
    Circumstance,
    Participant,
    Pin,
    PlacementRequest,
    Preference,
)
from jet.models.preferences import MOST_WISHES
from jet.models.requests import Wanted
from jet.placement_errors import NobodyToPlace, NothingFrozen

LONGEST = MOST_WISHES + 1  # after the places named comes the sort of place that was named
Answer = AllocationPlace.State
Bound = Mapping[str, frozenset[str]]


def pose(group: ArrivalGroup, *, seed: str, base: AllocationRun | None = None) -> Problem:
    """What is to be solved for this group. Raises NothingFrozen, NobodyToPlace.

    With `base`, the run that is public, whoever has a place by it and has not withdrawn stays there. Whoever the
    panel has granted special circumstances goes where it said, and nowhere else.
    """
    requests = list(PlacementRequest.objects.frozen(group).select_related("employer__prefecture"))
    if not requests:
        raise NothingFrozen
    held = _held(base) if base else {}
    people = _candidates(group, held)
    if not people:
        raise NobodyToPlace
    demanded = _demanded(requests)
    names = frozenset(person.jet_number for person in people)
    bound = _bound(group, people, requests, held)
    pins = [pin for pin in _pins(group) if pin.participant.jet_number in names]
    return Problem.of(
        [_person(person, demanded) for person in people],
        [_place(request) for request in requests],
        _wishes(people, requests, bound),
        longest=LONGEST,
        seed=seed,
        fixed=_fixed(pins, {person: place for person, place in held.items() if person in names}, bound),
        bans=[Ban(*_pair(pin)) for pin in pins if pin.kind == Pin.Kind.BAN],
    )


def _held(base: AllocationRun) -> dict[str, str]:
    """Who has been told of a place and has not given it back; also whoever has not answered yet."""
    kept = base.places.filter(state__in=[Answer.RELEASED, Answer.ACCEPTED], request__isnull=False)
    return dict(kept.values_list("participant__jet_number", "request__number"))


def _candidates(group: ArrivalGroup, held: Mapping[str, str]) -> list[Participant]:
    """Who waits for a place, and who has one; not those who gave one back."""
    gone = AllocationPlace.objects.filter(run__arrival_group=group, state=Answer.WITHDRAWN).values("participant_id")
    found = Participant.objects.live().filter(arrival_group=group).exclude(pk__in=gone)
    rows = found.select_related("preference__first", "preference__second", "preference__third")
    with_languages = rows.prefetch_related("languages")
    expected = Participant.State.EXPECTED
    return [person for person in with_languages if person.state == expected or person.jet_number in held]


def _demanded(requests: Iterable[PlacementRequest]) -> frozenset[str]:
    wanted = (Wanted.MUST, Wanted.NICE)
    return frozenset[str]().union(*(conditions.asked(request, how) for request in requests for how in wanted))


def _person(participant: Participant, demanded: Iterable[str]) -> Person:
    brings = conditions.brought(participant, demanded)
    return Person(participant.jet_number, brings, conditions.needed(participant))


def _place(request: PlacementRequest) -> Place:
    return Place(
        key=request.number,
        authority=str(request.employer.organisation_id),
        prefecture=request.employer.prefecture.code,
        capacity=request.posts,
        must=request.must,
        required=conditions.asked(request, Wanted.MUST),
        nice=conditions.asked(request, Wanted.NICE),
        offers=conditions.offered(request),
    )


def _bound(
    group: ArrivalGroup, people: Iterable[Participant], requests: Iterable[PlacementRequest], held: Mapping[str, str]
) -> Bound:
    """Participant → the only places left, for those whose special circumstances were granted.

    Whoever has been told of a place already stays there: what is granted afterwards is dealt with by hand.
    """
    granted = {found.participant_id: found for found in Circumstance.objects.granted(group)}
    asked = [(person, granted[person.pk]) for person in people if person.pk in granted]
    return {
        person.jet_number: frozenset(
            request.number
            for request in requests
            if request.position == person.position and circumstance.binds_to(request.employer)
        )
        for person, circumstance in asked
        if person.jet_number not in held
    }


def _wishes(people: Iterable[Participant], requests: Sequence[PlacementRequest], bound: Bound) -> Iterator[Wish]:
    """Every person with every place of their position: the conditions are the solver's to judge and to explain."""
    for person in people:
        preference, only = preference_of(person), bound.get(person.jet_number)
        for request in requests:
            if request.position == person.position and (only is None or request.number in only):
                yield Wish(person.jet_number, request.number, _rank(preference, request, is_bound=only is not None))


def _rank(preference: Preference | None, request: PlacementRequest, *, is_bound: bool) -> int:
    """What the panel has granted counts as the first wish: it must not raise the cap on everybody's worst rank."""
    found = rank(preference, request)
    return min(found, 1) if is_bound else found


def preference_of(participant: Participant) -> Preference | None:
    """What somebody wishes; None from whoever has not written anything."""
    return getattr(participant, "preference", None)


def rank(preference: Preference | None, request: PlacementRequest) -> int:
    """0 without any preference; else the number of the wish; then the sort of place; then everything else."""
    if preference is None or preference.anywhere:
        return 0
    employer, wishes = request.employer, preference.wishes()
    for number, wish in enumerate(wishes, 1):
        if wish.pk == employer.prefecture_id or wish.organisation_id == employer.organisation_id:
            return number
    return len(wishes) + 1 if preference.area == request.area else LONGEST + 1


def _pins(group: ArrivalGroup) -> list[Pin]:
    return list(Pin.objects.of_group(group).select_related("participant", "request").order_by("pk"))


def _pair(pin: Pin) -> tuple[str, str]:
    return pin.participant.jet_number, pin.request.number


def _fixed(pins: Iterable[Pin], held: Mapping[str, str], bound: Bound) -> list[Fixed]:
    """A pin that contradicts a place already given stands beside it, and the solver's check names both."""
    pairs = {*held.items(), *(_pair(pin) for pin in pins if pin.kind == Pin.Kind.PIN)}
    settled = {person for person, _place in pairs}
    granted = [(person, *places) for person, places in sorted(bound.items()) if len(places) == 1]
    return [
        *(Fixed(person, place) for person, place in sorted(pairs)),
        *(Fixed(person, place, Ground.PANEL) for person, place in granted if person not in settled),
    ]
