"""Why somebody is where they are, and why a post stayed empty: codes and figures, for pages to put into words.

A participant's facts name nobody else: they hold places, conditions and numbers. Staff can ask the residual network.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np

from jet.allocation.goals import Goal
from jet.allocation.outcome import Allocation
from jet.allocation.pairs import Ints
from jet.allocation.problem import NOBODY, Participant, Place
from jet.allocation.residual import Residual


class Why(StrEnum):
    """Why a place that somebody asked for was not given."""

    CONDITION = "condition"  # a binding condition is not met
    BANNED = "banned"  # the office forbids the pair
    SETTLED = "settled"  # this person's place was settled before the run
    LINKED = "linked"  # the choice was made for two people together
    BEYOND = "beyond"  # its rank lies beyond the cap on the worst rank
    WORSE = "worse"  # giving it would make the whole worse
    TIE = "tie"  # as good as what was chosen; the published lot decided
    HELD = "held"  # held by linked people or settled decisions


@dataclass(frozen=True, slots=True)
class Refusal:
    """One place that was asked for and not given."""

    place: str
    rank: int
    why: Why
    conditions: tuple[str, ...] = ()
    posts: int = 0
    asked: int = 0  # people who may go there and ranked it at least as high
    worse: tuple[tuple[str, int], ...] = ()  # the counter-example: by how much each goal would change
    moved: int = 0  # other people who would have to move for it


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What one participant may be told."""

    participant: str
    place: str | None
    rank: int | None
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """A person who asked about a place and lacks the fewest of its conditions."""

    participant: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """What an authority may be told about a place; the alternative is for staff."""

    place: str
    unfilled: int
    must_unfilled: int
    considered: int
    allowed: int
    removed: tuple[tuple[str, int], ...]  # condition → people without it, most first
    if_nice: tuple[tuple[str, int], ...]  # condition → people more who would qualify if it were only nice
    alternative: Alternative | None


def missing(person: Participant, place: Place) -> tuple[str, ...]:
    """The binding conditions that a pair does not meet, in either direction."""
    return tuple(sorted((place.required - person.qualities) | (person.needs - place.offers)))


class Explanation:
    """Answers questions about one allocation; what it needs is computed at the first of them."""

    def __init__(self, allocation: Allocation) -> None:
        self.allocation, self.problem = allocation, allocation.problem

    @cached_property
    def residual(self) -> Residual:
        return Residual(self.allocation)

    @cached_property
    def person_at(self) -> dict[str, int]:
        return {each.key: at for at, each in enumerate(self.problem.participants)}

    @cached_property
    def place_at(self) -> dict[str, int]:
        return {each.key: at for at, each in enumerate(self.problem.places)}

    @cached_property
    def pair_at(self) -> dict[tuple[int, int], int]:
        pairs = self.allocation.pairs
        return {pair: at for at, pair in enumerate(zip(pairs.person.tolist(), pairs.place.tolist(), strict=True))}

    @cached_property
    def banned(self) -> frozenset[tuple[str, str]]:
        return frozenset((ban.participant, ban.place) for ban in self.problem.bans)

    @cached_property
    def settled(self) -> frozenset[str]:
        return frozenset(each.participant for each in self.problem.fixed)

    def of_person(self, key: str) -> PersonFacts:
        """Every place asked for more than the one given."""
        person = self.person_at[key]
        pair = int(self.allocation.chosen[person])
        rank = None if pair == NOBODY else int(self.allocation.pairs.rank[pair])
        place = None if pair == NOBODY else self.problem.places[int(self.allocation.pairs.place[pair])].key
        return PersonFacts(key, place, rank, self._refusals(person, self._asked_more(person, rank)))

    def _asked_more(self, person: int, rank: int | None) -> list[tuple[int, int]]:
        """Rank and place, of the wishes that came before what was given; one who asked for nothing has none."""
        wishes = [(self.problem.ranks[at], self.problem.places_of[at]) for at in self._wishes(person)]
        best = self.problem.longest + 1 if rank is None else rank
        return sorted((asked, place) for asked, place in wishes if 0 < asked < best)

    def _wishes(self, person: int) -> range:
        """The problem's pairs of one participant lie side by side."""
        low, high = np.searchsorted(self._persons, [person, person + 1]).tolist()
        return range(low, high)

    @cached_property
    def _persons(self) -> Ints:
        return np.array(self.problem.persons, dtype=np.int64)

    def _refusals(self, person: int, asked: list[tuple[int, int]]) -> tuple[Refusal, ...]:
        plain = {place: self._plainly(person, place, rank) for rank, place in asked}
        open_ones = {self.pair_at[person, place]: (rank, place) for rank, place in asked if plain[place] is None}
        weighed = self._weighed(person, open_ones) if open_ones else {}
        return tuple(plain[place] or weighed[place] for _rank, place in asked)

    def _plainly(self, person: int, place: int, rank: int) -> Refusal | None:
        """A reason that needs no weighing."""
        one, there = self.problem.participants[person], self.problem.places[place]
        lacking = missing(one, there)
        reasons = {
            Why.CONDITION: bool(lacking),
            Why.BANNED: (one.key, there.key) in self.banned,
            Why.SETTLED: one.key in self.settled,
            Why.LINKED: person in self._linked,
            Why.BEYOND: rank > self.allocation.values[Goal.WORST],
        }
        why = next((reason for reason, holds in reasons.items() if holds), None)
        return None if why is None else self._refusal(place, rank, why, conditions=lacking)

    @cached_property
    def _linked(self) -> frozenset[int]:
        return frozenset(self.person_at[key] for link in self.problem.links for key in (link.first, link.second))

    def _weighed(self, person: int, pairs: dict[int, tuple[int, int]]) -> dict[int, Refusal]:
        weighed: dict[int, Refusal] = {}
        for pair, change in self.residual.changes(person, pairs).items():
            rank, place = pairs[pair]
            if change is None:
                weighed[place] = self._refusal(place, rank, Why.HELD)
            else:
                worse = tuple((goal.value, by) for goal, by in change.worse)
                why = Why.TIE if change.is_tie else Why.WORSE
                weighed[place] = self._refusal(place, rank, why, worse=worse, moved=change.moved)
        return weighed

    def _refusal(
        self, place: int, rank: int, why: Why, *, conditions: tuple[str, ...] = (),
        worse: tuple[tuple[str, int], ...] = (), moved: int = 0,
    ) -> Refusal:  # fmt: skip
        there, pairs = self.problem.places[place], self.allocation.pairs
        asked = int(((pairs.place == place) & (pairs.rank > 0) & (pairs.rank <= rank)).sum())
        return Refusal(there.key, rank, why, conditions, there.capacity, asked, worse, moved)

    def of_place(self, key: str) -> PlaceFacts:
        """Which needs stayed open, which condition removed most people, and who came nearest."""
        at, pairs = self.place_at[key], self.allocation.pairs
        place = self.problem.places[at]
        filled = self.allocation.certificate.chosen.count(at)
        people = [self.problem.participants[p] for p, j in zip(*self._columns, strict=True) if j == at]
        lacking = {person.key: missing(person, place) for person in people}
        return PlaceFacts(
            place=key,
            unfilled=place.capacity - filled,
            must_unfilled=max(place.must - filled, 0),
            considered=len(people),
            allowed=int((pairs.place == at).sum()),
            removed=_counted(word for words in lacking.values() for word in words),
            if_nice=_counted(words[0] for words in lacking.values() if len(words) == 1),
            alternative=_nearest(lacking),
        )

    @property
    def _columns(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        return self.problem.persons, self.problem.places_of


def _counted(words: Iterator[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(words).items(), key=lambda each: (-each[1], each[0])))


def _nearest(lacking: dict[str, tuple[str, ...]]) -> Alternative | None:
    short = sorted((len(words), key, words) for key, words in lacking.items() if words)
    return Alternative(short[0][1], short[0][2]) if short else None
