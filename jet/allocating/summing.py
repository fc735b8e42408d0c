"""The figures of a run for its page: how many, at which wish, where, what stayed empty and why, what pins cost."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Any

from jet.allocation import acceptance, pins, solver
from jet.allocation.explanation import Explanation, PlaceFacts, Refusal
from jet.allocation.goals import Goal
from jet.allocation.outcome import Allocation, Infeasible
from jet.allocation.problem import NOBODY, Fixed

MOST_COSTED = 12  # each cost is one more allocation


def summary(allocation: Allocation, explanation: Explanation, pinned: Iterable[Fixed]) -> dict[str, Any]:
    problem, values, settled = allocation.problem, allocation.values, [*pinned]
    chosen, deferred = acceptance.beside(allocation)
    return {
        "people": len(problem.participants),
        "posts": sum(place.capacity for place in problem.places),
        "placed": len(problem.participants) - values[Goal.PLACED],
        "must": sum(place.must for place in problem.places),
        "must_filled": -values[Goal.MUST],
        "worst": values[Goal.WORST],
        "ranks": _ranks(allocation),
        "rules": {"chosen": asdict(chosen), "deferred": asdict(deferred)},
        "prefectures": _prefectures(allocation),
        "unfilled": [_unfilled(facts) for facts in _open_places(allocation, explanation)],
        "pins": [_cost(allocation, pin) for pin in settled[:MOST_COSTED]],
        "pinned": len(settled),
    }


def ranks(allocation: Allocation) -> dict[str, int]:
    """Participant → the number of the wish that was met."""
    pairs, people = allocation.pairs, allocation.problem.participants
    rows = enumerate(allocation.chosen.tolist())
    return {people[person].key: int(pairs.rank[pair]) for person, pair in rows if pair != NOBODY}


def _ranks(allocation: Allocation) -> list[list[int]]:
    return [[rank, count] for rank, count in sorted(Counter(ranks(allocation).values()).items())]


def _prefectures(allocation: Allocation) -> list[list[Any]]:
    """Code, posts, people, from north to south."""
    posts: Counter[str] = Counter()
    filled: Counter[str] = Counter()
    counts = Counter(allocation.certificate.chosen)
    for at, place in enumerate(allocation.problem.places):
        posts[place.prefecture] += place.capacity
        filled[place.prefecture] += counts[at]
    return [[code, posts[code], filled[code]] for code in sorted(posts)]


def _open_places(allocation: Allocation, explanation: Explanation) -> list[PlaceFacts]:
    counts = Counter(allocation.certificate.chosen)
    places = enumerate(allocation.problem.places)
    return [explanation.of_place(place.key) for at, place in places if counts[at] < place.capacity]


def _unfilled(facts: PlaceFacts) -> dict[str, Any]:
    """As JSON has it."""
    return asdict(facts)


def refusal(found: Refusal) -> dict[str, Any]:
    return {**asdict(found), "why": found.why.value}


def _cost(allocation: Allocation, pin: Fixed) -> dict[str, Any]:
    """The run beside the one without this pin."""
    problem = allocation.problem
    fixed = tuple(each for each in problem.fixed if each != pin)
    try:
        without = solver.solve(replace(problem, fixed=fixed))
    except Infeasible:  # other settled pairs hang on this one
        return {"participant": pin.participant, "place": pin.place}
    found = pins.cost(without, allocation, pin)
    changed = [[goal.value, by] for goal, by in found.changed if goal != Goal.SEED]
    return {
        "participant": pin.participant, "place": pin.place, "moved": found.moved, "ranks_lost": found.ranks_lost,
        "changed": changed,
    }  # fmt: skip
