"""Random problems of any size, and the plain truth about tiny ones by trying everything."""

from collections.abc import Iterator, Sequence
from itertools import product
from random import Random

from jet.allocation.problem import Ban, Fixed, Link, Near, Otherwise, Participant, Place, Problem, Wish

NOWHERE = -1
WORDS = ("german", "driving", "housing")


def tiny(number: int, *, links: int = 0, settle: bool = False, floors: bool = False) -> Problem:
    """Few enough for brute force, with conditions, bans, ties and too few or too many posts."""
    draw = Random(f"tiny {number}")
    people = [_participant(draw, at) for at in range(draw.randint(2, 5))]
    places = [_place(draw, at) for at in range(draw.randint(1, 4))]
    wishes = list(_wishes(draw, people, places, longest=3))
    return Problem.of(
        people, places, wishes, longest=3, seed=f"lot {number}",
        fixed=_fixed(draw, people, places, wishes) if settle else (),
        bans=[Ban(w.participant, w.place) for w in wishes if draw.random() < 0.1] if not settle else (),
        links=_links(draw, people, links),
        floors={"North": draw.randint(0, 2)} if floors and any(p.prefecture == "North" for p in places) else None,
        travel=[("Town 0", "Town 1", draw.choice([20, 50]))],
    )  # fmt: skip


def _participant(draw: Random, at: int) -> Participant:
    needs = frozenset(["housing"]) if draw.random() < 0.2 else frozenset[str]()
    return Participant(f"P{at}", _some(draw, WORDS[:2]), needs, draw.choice([1, 1, 2]))


def _place(draw: Random, at: int) -> Place:
    capacity = draw.randint(0, 2)
    required = frozenset(["german"]) if draw.random() < 0.25 else frozenset[str]()
    return Place(
        f"J{at}", f"Town {draw.randint(0, 2)}", draw.choice(["North", "South"]), capacity, draw.randint(0, capacity),
        required, _some(draw, WORDS[:2]), _some(draw, WORDS[2:]),
    )  # fmt: skip


def _some(draw: Random, words: Sequence[str]) -> frozenset[str]:
    return frozenset(word for word in words if draw.random() < 0.6)


def _wishes(draw: Random, people: Sequence[Participant], places: Sequence[Place], *, longest: int) -> Iterator[Wish]:
    for person in people:
        anywhere = draw.random() < 0.2
        for place in places:
            if draw.random() < 0.8:
                yield Wish(person.key, place.key, 0 if anywhere else draw.randint(1, longest + 1))


def _fixed(draw: Random, people: Sequence[Participant], places: Sequence[Place], wishes: Sequence[Wish]) -> list[Fixed]:
    one, there = {p.key: p for p in people}, {p.key: p for p in places}
    fit = [
        wish for wish in wishes
        if there[wish.place].required <= one[wish.participant].qualities
        and one[wish.participant].needs <= there[wish.place].offers
    ]  # fmt: skip
    chosen = {wish.participant: wish.place for wish in draw.sample(fit, min(len(fit), 2))}
    return [Fixed(person, place) for person, place in chosen.items()]


def _links(draw: Random, people: Sequence[Participant], count: int) -> list[Link]:
    keys = [person.key for person in people]
    draw.shuffle(keys)
    couples = list(zip(keys[::2], keys[1::2], strict=False))[:count]
    return [Link(a, b, draw.choice(list(Near)), 30, draw.choice(list(Otherwise))) for a, b in couples]


def large(people: int, places: int, candidates: int, *, seed: int = 1, prefectures: int = 47) -> Problem:
    """A year's size: every tenth has no preference, towns like some regions better than others."""
    draw = Random(f"large {seed}")
    persons = [Participant(f"P{at:06}", _some(draw, WORDS[:2])) for at in range(people)]
    room = people // places + 1
    towns = [
        Place(
            f"J{at:05}", f"Town {at // 2}", f"Prefecture {at % prefectures:02}", room, room // 2,
            nice=frozenset(WORDS[at % 2 : at % 2 + 1]),
        )
        for at in range(places)
    ]  # fmt: skip
    wishes = [wish for person in persons for wish in _ranked(draw, person, towns, candidates)]
    return Problem.of(persons, towns, wishes, longest=10, seed=f"lot {seed}")


def _ranked(draw: Random, person: Participant, towns: Sequence[Place], candidates: int) -> Iterator[Wish]:
    anywhere = draw.random() < 0.1
    picked: dict[int, None] = {}
    while len(picked) < min(candidates, len(towns)):
        picked[int(len(towns) * draw.random() ** 1.5)] = None
    for rank, at in enumerate(picked, 1):
        yield Wish(person.key, towns[at].key, 0 if anywhere else min(rank, 11))


Choice = tuple[int, ...]
Score = tuple[int, ...]  # the goals in their order, smaller is better


def pairs_of(problem: Problem) -> dict[tuple[int, int], int]:
    """Which pairs may be, with their rank."""
    fixed = {each.participant: each.place for each in problem.fixed}
    banned = {(ban.participant, ban.place) for ban in problem.bans}
    may: dict[tuple[int, int], int] = {}
    for p, j, rank in zip(problem.persons, problem.places_of, problem.ranks, strict=True):
        person, place = problem.participants[p], problem.places[j]
        fits = not (place.required - person.qualities) and not (person.needs - place.offers)
        if fits and fixed.get(person.key) in (None, place.key) and (person.key, place.key) not in banned:
            may[p, j] = rank
    return may


def choices(problem: Problem) -> Iterator[Choice]:
    """Every allocation that capacities and conditions allow."""
    may = pairs_of(problem)
    ways = [[NOWHERE, *(j for q, j in may if q == person)] for person in range(len(problem.participants))]
    for choice in product(*ways):
        if all(choice.count(at) <= place.capacity for at, place in enumerate(problem.places)):
            yield choice


def score(problem: Problem, choice: Choice, ties: dict[tuple[int, int], int]) -> Score:
    """Goal after goal by plain counting; the lot's numbers are given, for they have a test of their own."""
    may = pairs_of(problem)
    used = [(person, place) for person, place in enumerate(choice) if place != NOWHERE]
    ranks = [may[pair] for pair in used]
    worst = max(ranks, default=0)
    return (
        -sum(problem.participants[person].key in _settled(problem) for person, _j in used) - _floors(problem, choice),
        choice.count(NOWHERE),
        -sum(min(choice.count(at), place.must) for at, place in enumerate(problem.places)),
        sum(not honoured(problem, choice, link) for link in problem.links),
        worst,
        ranks.count(worst) if worst else 0,
        sum(may[pair] * problem.participants[pair[0]].weight for pair in used),
        -sum(len(problem.places[j].nice & problem.participants[p].qualities) for p, j in used),
        sum(ties[pair] for pair in used),
    )  # fmt: skip


def _settled(problem: Problem) -> set[str]:
    return {each.participant for each in problem.fixed}


def _floors(problem: Problem, choice: Choice) -> int:
    there = [problem.places[at].prefecture for at in choice if at != NOWHERE]
    return sum(min(there.count(name), least) for name, least in problem.floors)


def honoured(problem: Problem, choice: Choice, link: Link) -> bool:
    at = [person.key for person in problem.participants]
    one, other = choice[at.index(link.first)], choice[at.index(link.second)]
    if NOWHERE in (one, other):
        return one == other
    here, there = problem.places[one], problem.places[other]
    if here.authority == there.authority:
        return True
    if link.near == Near.PREFECTURE:
        return here.prefecture == there.prefecture
    ways = [least for a, b, least in problem.travel if {a, b} == {here.authority, there.authority}]
    return link.near == Near.MINUTES and any(least <= link.minutes for least in ways)


def lawful(problem: Problem, choice: Choice) -> bool:
    """No link is broken whose people would rather both stay without a place."""
    return all(link.otherwise == Otherwise.SPLIT or honoured(problem, choice, link) for link in problem.links)


def best(problem: Problem, ties: dict[tuple[int, int], int]) -> Score:
    """The truth, by trying everything."""
    return min(score(problem, choice, ties) for choice in choices(problem) if lawful(problem, choice))
