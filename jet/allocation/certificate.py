"""What a run leaves behind: who goes where, the value of each goal, and the prices that prove them."""

import json
from dataclasses import dataclass
from typing import Any, Self

from jet.allocation.problem import Problem


@dataclass(frozen=True, slots=True)
class Stage:
    """Goals solved in one sum, the best value of that sum, and a price per node as the proof."""

    goals: tuple[str, ...]
    weights: tuple[int, ...]
    value: int
    prices: tuple[int, ...]

    @property
    def parts(self) -> list[tuple[str, int]]:
        return list(zip(self.goals, self.weights, strict=True))


@dataclass(frozen=True, slots=True)
class Certificate:
    """The proof beside a result. `first` holds with every rank, `below` shows that no smaller worst rank would do,
    `then` holds up to that rank. With links, all three prove the same allocation without them: a bound.
    """

    hash: str
    chosen: tuple[int, ...]  # per participant the index of a place, or NOBODY
    values: tuple[tuple[str, int], ...]
    worst: int
    first: tuple[Stage, ...]
    below: tuple[Stage, ...]
    then: tuple[Stage, ...]
    proved: bool  # the values reach the bound; otherwise the gap is published and nothing is called optimal
    searched: bool = True  # the search came to its end, within its time

    @classmethod
    def from_plain(cls, facts: dict[str, Any]) -> Self:
        stages: dict[str, Any] = {
            name: tuple(_stage(row) for row in facts[name]) for name in ("first", "below", "then")
        }
        values = tuple((goal, value) for goal, value in facts["values"])
        plain = {name: facts[name] for name in ("hash", "worst", "proved", "searched")}
        return cls(chosen=tuple(facts["chosen"]), values=values, **stages, **plain)

    def plain(self) -> dict[str, Any]:
        stages = {name: [_plain(each) for each in getattr(self, name)] for name in ("first", "below", "then")}
        return {
            "hash": self.hash, "chosen": self.chosen, "values": self.values, "worst": self.worst,
            "proved": self.proved, "searched": self.searched, **stages,
        }  # fmt: skip


def _stage(row: list[Any]) -> Stage:
    goals, weights, value, prices = row
    return Stage(tuple(goals), tuple(weights), value, tuple(prices))


def _plain(stage: Stage) -> list[Any]:
    return [stage.goals, stage.weights, stage.value, stage.prices]


def written(problem: Problem, certificate: Certificate) -> str:
    """One text with input and proof, for a file that anyone can check."""
    return json.dumps({"problem": problem.plain(), "certificate": certificate.plain()}, ensure_ascii=False)


def read(text: str) -> tuple[Problem, Certificate]:
    facts = json.loads(text)
    return Problem.from_plain(facts["problem"]), Certificate.from_plain(facts["certificate"])
