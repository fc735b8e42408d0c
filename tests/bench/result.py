"""What one row says in the end, and the line of JSON that stands for it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from tests.bench.rounds import Pairs


@dataclass(frozen=True)
class Bound:
    """One figure with its limit: a row is met when all its bounds hold."""

    name: str
    value: float
    at_least: float | None = None
    at_most: float | None = None

    @property
    def holds(self) -> bool:
        above = self.at_least is None or self.value >= self.at_least
        return above and (self.at_most is None or self.value <= self.at_most)

    @property
    def target(self) -> str:
        if self.at_least == self.at_most:
            return f"{self.name} = {self.at_most:g}"
        sign, limit = (">=", self.at_least) if self.at_least is not None else ("<=", self.at_most)
        return f"{self.name} {sign} {limit:g}"


@dataclass(frozen=True)
class Result:
    """One printed line. `figure` and `yardstick` are medians in `unit`; `trouble` says why a row counts as not met."""

    row: str
    what: str
    unit: str = ""
    figure: float | None = None
    yardstick: float | None = None
    ratio: float | None = None
    bounds: tuple[Bound, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)
    trouble: str = ""
    crashed: bool = False
    aim: str = ""  # the target in words, where no figure could be held against it

    @classmethod
    def of_pairs(
        cls, row: str, what: str, pairs: Pairs, bounds: tuple[Bound, ...], extra: Mapping[str, object]
    ) -> Self:
        """A row of portal and yardstick in turn; an unexpected answer spoils it, whatever its speed."""
        wrong = ", ".join(f"{times} × status {status or 'none'}" for status, times in sorted(pairs.unexpected.items()))
        return cls(
            row=row,
            what=what,
            unit="req/s",
            figure=pairs.portal_rate.median,
            yardstick=pairs.yardstick_rate.median,
            ratio=pairs.ratio.median,
            bounds=bounds,
            extra=extra,
            trouble=f"unexpected answers: {wrong}" if wrong else "",
        )

    @property
    def met(self) -> bool:
        return not self.trouble and bool(self.bounds) and all(bound.holds for bound in self.bounds)

    @property
    def target(self) -> str:
        return ", ".join(bound.target for bound in self.bounds) or self.aim

    def as_json(self) -> str:
        facts: dict[str, object] = {
            "row": self.row, "what": self.what, "figure": _short(self.figure), "yardstick": _short(self.yardstick),
            "ratio": _short(self.ratio), "unit": self.unit, "extra": _rounded(self.extra), "target": self.target,
            "met": self.met,
        }  # fmt: skip
        if self.trouble:
            facts["trouble"] = self.trouble
        return json.dumps(facts, ensure_ascii=False)


def _short(value: object) -> object:
    """Four significant digits: more would be noise."""
    return float(f"{value:.4g}") if isinstance(value, float) else value


def _rounded(facts: Mapping[str, object]) -> dict[str, object]:
    return {
        name: [_short(each) for each in value] if isinstance(value, list | tuple) else _short(value)
        for name, value in facts.items()
    }
