"""What an allocation is asked: people, places, who could go where at which rank, and what is settled beforehand."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

RULES = "2026-1"  # the version of the rules; it goes into the hash, so that a result says by which it was made
NOBODY = -1  # stands where an index of a place would stand: not placed


class Ground(StrEnum):
    """Why a pair is settled before the run."""

    PANEL = "panel"
    PIN = "pin"


class Near(StrEnum):
    """What two linked people asked for."""

    AUTHORITY = "authority"
    PREFECTURE = "prefecture"
    MINUTES = "minutes"


class Otherwise(StrEnum):
    """What a linked pair chose beforehand, should it be impossible."""

    SPLIT = "split"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Participant:
    """One person: what they bring, and what a place must offer them (both as plain words of the caller's)."""

    key: str
    qualities: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Place:
    """One need of an authority: so many posts of one kind, `must` of them indispensable."""

    key: str
    authority: str
    prefecture: str
    capacity: int = 1
    must: int = 0
    required: frozenset[str] = frozenset()
    nice: frozenset[str] = frozenset()
    offers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Wish:
    """A pair that may be considered. Rank 1…N as asked, 0 without any preference, N + 1 when not asked for."""

    participant: str
    place: str
    rank: int


@dataclass(frozen=True, slots=True)
class Fixed:
    """A panel's decision or a pin: this person goes there."""

    participant: str
    place: str
    ground: Ground = Ground.PIN


@dataclass(frozen=True, slots=True)
class Ban:
    """A pair that a person of the office forbids."""

    participant: str
    place: str


@dataclass(frozen=True, slots=True)
class Link:
    """Two people who consent to be placed near each other."""

    first: str
    second: str
    near: Near
    minutes: int = 0
    otherwise: Otherwise = Otherwise.NEITHER


@dataclass(frozen=True, slots=True)
class Problem:
    """The frozen input. `persons`, `places_of` and `ranks` run side by side: one entry per pair, as indices."""

    participants: tuple[Participant, ...]
    places: tuple[Place, ...]
    persons: tuple[int, ...]
    places_of: tuple[int, ...]
    ranks: tuple[int, ...]
    longest: int  # N, the longest list of wishes that was allowed
    seed: str
    fixed: tuple[Fixed, ...] = ()
    bans: tuple[Ban, ...] = ()
    links: tuple[Link, ...] = ()
    floors: tuple[tuple[str, int], ...] = ()
    travel: tuple[tuple[str, str, int], ...] = ()  # two authorities and the minutes between them

    @classmethod
    def of(
        cls,
        participants: Iterable[Participant],
        places: Iterable[Place],
        wishes: Iterable[Wish],
        *,
        longest: int,
        seed: str,
        fixed: Iterable[Fixed] = (),
        bans: Iterable[Ban] = (),
        links: Iterable[Link] = (),
        floors: Mapping[str, int] | None = None,
        travel: Iterable[tuple[str, str, int]] = (),
    ) -> Self:
        """Sorted by key throughout, so that the order in which rows arrive decides nothing."""
        people = tuple(sorted(participants, key=lambda each: each.key))
        posts = tuple(sorted(places, key=lambda each: each.key))
        persons, places_of, ranks = _columns(wishes, people, posts)
        return cls(
            people, posts, persons, places_of, ranks, longest, seed,
            tuple(sorted(fixed, key=lambda each: (each.participant, each.place))),
            tuple(sorted(bans, key=lambda each: (each.participant, each.place))),
            tuple(sorted(links, key=lambda each: (each.first, each.second))),
            tuple(sorted((floors or {}).items())),
            tuple(sorted(travel)),
        )  # fmt: skip

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "rules": RULES, "longest": self.longest, "seed": self.seed,
            "participants": [[p.key, sorted(p.qualities), sorted(p.needs), p.weight] for p in self.participants],
            "places": [_plain_place(place) for place in self.places],
            "persons": self.persons, "places_of": self.places_of, "ranks": self.ranks,
            "fixed": [[each.participant, each.place, each.ground] for each in self.fixed],
            "bans": [[each.participant, each.place] for each in self.bans],
            "links": [[link.first, link.second, link.near, link.minutes, link.otherwise] for link in self.links],
            "floors": self.floors, "travel": self.travel,
        }  # fmt: skip

    @classmethod
    def from_plain(cls, facts: Mapping[str, Any]) -> Self:
        return cls(
            tuple(Participant(key, frozenset(has), frozenset(n), w) for key, has, n, w in facts["participants"]),
            tuple(_place(row) for row in facts["places"]),
            tuple(facts["persons"]), tuple(facts["places_of"]), tuple(facts["ranks"]), facts["longest"], facts["seed"],
            tuple(Fixed(participant, place, Ground(ground)) for participant, place, ground in facts["fixed"]),
            tuple(Ban(*row) for row in facts["bans"]),
            tuple(Link(a, b, Near(near), limit, Otherwise(other)) for a, b, near, limit, other in facts["links"]),
            tuple((name, least) for name, least in facts["floors"]),
            tuple((one, other, minutes) for one, other, minutes in facts["travel"]),
        )  # fmt: skip

    def hash(self) -> str:
        """The same for the same input, whatever the order of its rows; different when anything differs."""
        text = json.dumps(self.plain(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


Columns = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]


def _columns(wishes: Iterable[Wish], people: tuple[Participant, ...], posts: tuple[Place, ...]) -> Columns:
    person = {each.key: at for at, each in enumerate(people)}
    place = {each.key: at for at, each in enumerate(posts)}
    try:
        rows = sorted((person[wish.participant], place[wish.place], wish.rank) for wish in wishes)
    except KeyError as unknown:
        raise InvalidProblem([f"A wish names {unknown}, which is neither a participant nor a place."]) from unknown
    return (
        tuple(row[0] for row in rows),
        tuple(row[1] for row in rows),
        tuple(row[2] for row in rows),
    )


class InvalidProblem(ValueError):
    """The input contradicts itself; every fault is listed."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


def _plain_place(place: Place) -> list[Any]:
    sets = [sorted(each) for each in (place.required, place.nice, place.offers)]
    return [place.key, place.authority, place.prefecture, place.capacity, place.must, *sets]


def _place(row: list[Any]) -> Place:
    key, authority, prefecture, capacity, must, required, nice, offers = row
    sets = frozenset(required), frozenset(nice), frozenset(offers)
    return Place(key, authority, prefecture, capacity, must, *sets)
