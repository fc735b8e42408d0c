"""Faults of an input, each as a sentence; a run starts only without any."""

from collections import Counter
from collections.abc import Iterable, Iterator

from jet.allocation.problem import InvalidProblem, Near, Problem

CONDITIONS = 60  # words that may be used as conditions: each becomes a bit of one integer


def check(problem: Problem) -> None:
    """Refuse an input that contradicts itself."""
    faults = list(faults_of(problem))
    if faults:
        raise InvalidProblem(faults)


def faults_of(problem: Problem) -> Iterator[str]:
    yield from _repeated("participant", (each.key for each in problem.participants))
    yield from _repeated("place", (each.key for each in problem.places))
    yield from _repeated("pair", zip(problem.persons, problem.places_of, strict=True))
    yield from _numbers(problem)
    yield from _ranks(problem)
    yield from _conditions(problem)
    yield from _settled(problem)
    yield from _links(problem)
    yield from _floors(problem)


def _repeated(what: str, keys: Iterable[object]) -> Iterator[str]:
    for key, times in Counter(keys).items():
        if times > 1:
            yield f"The {what} {key} is given {times} times."


def _numbers(problem: Problem) -> Iterator[str]:
    for person in problem.participants:
        if person.weight < 1:
            yield f"The weight of participant {person.key} is {person.weight}; it must be 1 or more."
    for place in problem.places:
        if not 0 <= place.must <= place.capacity:
            yield f"Place {place.key} must fill {place.must} of {place.capacity} posts."


def _ranks(problem: Problem) -> Iterator[str]:
    for person, rank in zip(problem.persons, problem.ranks, strict=True):
        if not 0 <= rank <= problem.longest + 1:
            key = problem.participants[person].key
            yield f"Participant {key} has a wish of rank {rank}; it must lie between 0 and {problem.longest + 1}."


def _conditions(problem: Problem) -> Iterator[str]:
    people = (each.qualities | each.needs for each in problem.participants)
    places = (each.required | each.nice | each.offers for each in problem.places)
    words = frozenset[str]().union(*people, *places)
    if len(words) > CONDITIONS:
        yield f"{len(words)} conditions are used; at most {CONDITIONS} are possible."


def _settled(problem: Problem) -> Iterator[str]:
    yield from _repeated("settled participant", (each.participant for each in problem.fixed))
    known = _known_pairs(problem)
    for fixed in problem.fixed:
        if (fixed.participant, fixed.place) not in known:
            yield f"Participant {fixed.participant} is settled on {fixed.place}, which is not among their pairs."
    banned = {(ban.participant, ban.place) for ban in problem.bans}
    for fixed in problem.fixed:
        if (fixed.participant, fixed.place) in banned:
            yield f"Participant {fixed.participant} is both settled on and banned from {fixed.place}."
    yield from (_condition_broken(problem))


def _condition_broken(problem: Problem) -> Iterator[str]:
    people = {each.key: each for each in problem.participants}
    places = {each.key: each for each in problem.places}
    for fixed in problem.fixed:
        if fixed.participant in people and fixed.place in places:
            person, place = people[fixed.participant], places[fixed.place]
            missing = sorted((place.required - person.qualities) | (person.needs - place.offers))
            if missing:
                words = ", ".join(missing)
                yield f"Participant {person.key} is settled on {place.key} against a binding condition: {words}."


def _known_pairs(problem: Problem) -> set[tuple[str, str]]:
    """Only of those who are settled: a whole set of pairs would be large."""
    wanted = {each.participant for each in problem.fixed}
    at = {index for index, each in enumerate(problem.participants) if each.key in wanted}
    pairs = zip(problem.persons, problem.places_of, strict=True)
    return {(problem.participants[p].key, problem.places[j].key) for p, j in pairs if p in at}


def _links(problem: Problem) -> Iterator[str]:
    yield from _repeated("linked participant", (key for link in problem.links for key in (link.first, link.second)))
    known = {each.key for each in problem.participants}
    for link in problem.links:
        for key in (link.first, link.second):
            if key not in known:
                yield f"A link names {key}, who is not a participant."
        if link.near == Near.MINUTES and link.minutes < 1:
            yield f"The link of {link.first} and {link.second} gives no minutes."


def _floors(problem: Problem) -> Iterator[str]:
    prefectures = {place.prefecture for place in problem.places}
    for name, least in problem.floors:
        if name not in prefectures:
            yield f"A floor names {name}, where there is no place."
        if least < 0:
            yield f"The floor of {name} is {least}."
