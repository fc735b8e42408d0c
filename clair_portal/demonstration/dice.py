"""Chance that falls the same way every time: by the seed, the person and the question, and by nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeVar

Thing = TypeVar("Thing")
SIDES = 1 << 32


@dataclass(frozen=True)
class Dice:
    """The dice of one person: one more person changes nobody else."""

    seed: int
    number: int

    def share(self, question: str) -> float:
        """From 0 to just below 1."""
        digest = blake2b(f"{self.seed}:{self.number}:{question}".encode(), digest_size=4).digest()
        return int.from_bytes(digest, "big") / SIDES

    def happens(self, question: str, chance: float) -> bool:
        return self.share(question) < chance

    def one_of(self, question: str, things: Sequence[Thing]) -> Thing:
        return things[int(self.share(question) * len(things))]

    def by_weight(self, question: str, weights: Sequence[tuple[Thing, float]]) -> Thing:
        """More often what weighs more."""
        left = self.share(question) * sum(weight for _thing, weight in weights)
        for thing, weight in weights:
            left -= weight
            if left < 0:
                return thing
        return weights[-1][0]
