"""The pairs that may be, as arrays: those that every binding condition, ban and settled decision leave."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jet.allocation.problem import Problem

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

TIE_BITS = 16
MIX = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9  # odd constants of splitmix64


@dataclass(frozen=True, slots=True)
class Pairs:
    """One entry per allowed pair; `at` is its place in the problem's own columns."""

    at: Ints
    person: Ints
    place: Ints
    rank: Ints
    nice: Ints
    tie: Ints
    settled: Flags


def allowed(problem: Problem) -> Pairs:
    person = np.array(problem.persons, dtype=np.int64)
    place = np.array(problem.places_of, dtype=np.int64)
    at = np.flatnonzero(_kept(problem, person, place))
    person, place = person[at], place[at]
    return Pairs(
        at, person, place, np.array(problem.ranks, dtype=np.int64)[at], _nice(problem, person, place),
        _ties(problem, person, place), _is_settled(problem, person, place),
    )  # fmt: skip


def _kept(problem: Problem, person: Ints, place: Ints) -> Flags:
    words = _words(problem)
    qualities = _bits(words, (each.qualities for each in problem.participants))
    needs = _bits(words, (each.needs for each in problem.participants))
    required = _bits(words, (each.required for each in problem.places))
    offers = _bits(words, (each.offers for each in problem.places))
    fits = ((required[place] & ~qualities[person]) | (needs[person] & ~offers[place])) == 0
    bound = np.isin(person, _indices(problem, (each.participant for each in problem.fixed)))
    kept: Flags = fits & ~_is_banned(problem, person, place) & (~bound | _is_settled(problem, person, place))
    return kept


def _words(problem: Problem) -> dict[str, int]:
    people = (each.qualities | each.needs for each in problem.participants)
    places = (each.required | each.nice | each.offers for each in problem.places)
    return {word: 1 << at for at, word in enumerate(sorted(frozenset[str]().union(*people, *places)))}


def _bits(words: dict[str, int], sets: Iterable[frozenset[str]]) -> Ints:
    return np.array([sum(words[word] for word in each) for each in sets], dtype=np.int64)


def _nice(problem: Problem, person: Ints, place: Ints) -> Ints:
    words = _words(problem)
    qualities = _bits(words, (each.qualities for each in problem.participants))
    nice = _bits(words, (each.nice for each in problem.places))
    met: Ints = np.bitwise_count(nice[place] & qualities[person]).astype(np.int64)
    return met


def _indices(problem: Problem, keys: Iterable[str]) -> Ints:
    at = {each.key: index for index, each in enumerate(problem.participants)}
    return np.array([at[key] for key in keys if key in at], dtype=np.int64)


def _is_settled(problem: Problem, person: Ints, place: Ints) -> Flags:
    return _among(problem, ((each.participant, each.place) for each in problem.fixed), person, place)


def _is_banned(problem: Problem, person: Ints, place: Ints) -> Flags:
    return _among(problem, ((each.participant, each.place) for each in problem.bans), person, place)


def _among(problem: Problem, keys: Iterable[tuple[str, str]], person: Ints, place: Ints) -> Flags:
    people = {each.key: index for index, each in enumerate(problem.participants)}
    places = {each.key: index for index, each in enumerate(problem.places)}
    width = len(places)
    codes = [people[p] * width + places[j] for p, j in keys if p in people and j in places]
    return np.isin(person * width + place, np.array(codes, dtype=np.int64))


def _ties(problem: Problem, person: Ints, place: Ints) -> Ints:
    """A number per pair from the published seed and the two keys alone: anyone can compute it again."""
    people = _drawn(problem.seed, "participant", (each.key for each in problem.participants))
    places = _drawn(problem.seed, "place", (each.key for each in problem.places))
    mixed = (people[person] ^ (places[place] * np.uint64(MIX[0]))) * np.uint64(MIX[1])
    mixed ^= mixed >> np.uint64(31)
    return ((mixed * np.uint64(MIX[0])) >> np.uint64(64 - TIE_BITS)).astype(np.int64)


def _drawn(seed: str, what: str, keys: Iterable[str]) -> NDArray[np.uint64]:
    drawn = [hashlib.blake2b(f"{seed}\n{what}\n{key}".encode(), digest_size=8).digest() for key in keys]
    return np.array([int.from_bytes(each, "big") for each in drawn], dtype=np.uint64)
