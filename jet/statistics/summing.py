"""Summing who serves: plain rows in, plain figures out. Few people in a group are hidden from most readers."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from jet.statistics.serving import Serving

FEW = 5  # fewer than these might be known by name

Figures = dict[str, int | None]  # which → how many; None: hidden

QUESTIONS: dict[str, Callable[[Serving], str]] = {
    "position": lambda one: one.position,
    "service": lambda one: "new" if one.is_new else "reappointed",
    "term": lambda one: str(one.term),
    "country": lambda one: one.country,
    "prefecture": lambda one: one.prefecture,
}


@dataclass(frozen=True)
class Counts:
    """What the portal counts: the total and each question's figures; `exact` where nothing is hidden."""

    total: int | None
    figures: dict[str, Figures]
    exact: bool


def counts(rows: Iterable[Serving], *, exact: bool) -> Counts:
    """Everything that is counted, for readers who may know all of it or for the others."""
    found = list(rows)
    sums = {question: Counter(map(which, found)) for question, which in QUESTIONS.items()}
    if exact:
        return Counts(len(found), {question: dict(each) for question, each in sums.items()}, exact=True)
    total = None if 0 < len(found) < FEW else len(found)
    return Counts(total, {question: hide_few(each) for question, each in sums.items()}, exact=False)


def hide_few(sums: Mapping[str, int]) -> Figures:
    """Hides groups of fewer than five, and as many more as it takes that nobody works them out from the total.

    What is hidden is always two groups or more, of five people or more together, or else everything.
    """
    rising = sorted(sums, key=lambda which: (sums[which], which))
    hidden = [which for which in rising if sums[which] < FEW]
    for which in rising[len(hidden) :] if hidden else []:
        if len(hidden) > 1 and sum(sums[each] for each in hidden) >= FEW:
            break
        hidden.append(which)
    return {which: None if which in hidden else number for which, number in sums.items()}
