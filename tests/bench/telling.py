"""The figures beside the main one, the same for every row that puts a portal under load."""

from collections.abc import Callable
from typing import Any

from tests.bench.rounds import Pairs, Round, Spread


def extra(pairs: Pairs, **facts: Any) -> dict[str, Any]:
    """Each as [median, lowest, highest] of the rounds where it swings."""
    return {
        **facts,
        "cpu_ms": pairs.cpu_ms.median,
        "yardstick_cpu_ms": _of(pairs.yardstick, lambda each: each.cpu_ms).median,
        "p50_ms": _of(pairs.portal, lambda each: each.p50).median,
        "p95_ms": _of(pairs.portal, lambda each: each.p95).median,
        "yardstick_p95_ms": _of(pairs.yardstick, lambda each: each.p95).median,
        "rates": _swing(pairs.portal_rate),
        "yardstick_rates": _swing(pairs.yardstick_rate),
        "ratios": _swing(pairs.ratio),
        "rounds": len(pairs.portal),
    }


def _of(rounds: list[Round], figure: Callable[[Round], float]) -> Spread:
    return Spread.of(figure(each) for each in rounds)


def _swing(spread: Spread) -> list[float]:
    return [spread.median, spread.lowest, spread.highest]
