"""The results as a table for people."""

from collections.abc import Mapping

from tests.bench.result import Result


def lines(result: Result) -> list[str]:
    """One result: what it is and whether it is met, then every figure beside its bound, then the rest."""
    verdict = "met" if result.met else "NOT MET"
    head = f"{result.row:<4}{verdict:<9}{result.what}"
    if result.trouble:
        return [head, f"      {result.trouble}"]
    bounds = [
        f"      {'ok' if bound.holds else '!!'} {bound.name} {bound.value:.4g}   (target: {bound.target})"
        for bound in result.bounds
    ]
    return [head, *_main(result), *bounds, *_rest(result.extra, {bound.name for bound in result.bounds})]


def _main(result: Result) -> list[str]:
    if result.figure is None:
        return []
    against = f", yardstick {result.yardstick:.4g}" if result.yardstick is not None else ""
    return [f"      {result.figure:.4g} {result.unit}{against}"]


def _rest(extra: Mapping[str, object], told: set[str]) -> list[str]:
    rest = [f"{name.replace('_', ' ')} {_plain(value)}" for name, value in extra.items() if name not in told]
    return ["      " + "; ".join(rest)] if rest else []


def _plain(value: object) -> str:
    """A list is median, lowest and highest of the rounds."""
    if isinstance(value, list):
        middle, lowest, highest = value
        return f"{middle:.4g} ({lowest:.4g}–{highest:.4g})"
    return f"{value:.4g}" if isinstance(value, float) else str(value)
