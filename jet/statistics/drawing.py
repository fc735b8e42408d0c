"""A series of years as standing bars: where each stands, in per cent across and pixels down."""

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT = 150
TOP = 20  # room for the figures above the bars
EDGE = 6  # per cent
DECADE = 10
APART = 6  # years between two figures or two years that are written out


@dataclass(frozen=True)
class Column:
    """One year; without a figure there is a gap, not a bar of no height."""

    year: int
    value: int | None
    left: str
    middle: str
    width: str
    top: int
    height: int
    strength: str
    shows_figure: bool
    shows_year: bool
    anchor: str  # so that nothing is written beyond the edge


def columns(series: Sequence[tuple[int, int | None]], *, chosen: int) -> list[Column]:
    """The bars; written out are the figures of the chosen, the highest and the latest year, where they have room."""
    most = max((value for _year, value in series if value), default=0) or 1
    figures = _written(series, chosen)
    step = 100 / max(len(series), 1)
    return [
        _column(year, value, index * step, step, most, chosen=year == chosen, shows_figure=year in figures,
                shows_year=year % DECADE == 0)
        for index, (year, value) in enumerate(series)
    ]  # fmt: skip


def _column(
    year: int, value: int | None, left: float, step: float, most: int, *,
    chosen: bool, shows_figure: bool, shows_year: bool,
) -> Column:  # fmt: skip
    height = round((HEIGHT - TOP) * (value or 0) / most)
    return Column(
        year, value, f"{left + step * 0.1:.2f}%", f"{left + step / 2:.2f}%", f"{step * 0.8:.2f}%",
        HEIGHT - height, height, "1" if chosen else "0.6", shows_figure, shows_year, _anchor(left + step / 2),
    )  # fmt: skip


def _anchor(middle: float) -> str:
    return "start" if middle < EDGE else "end" if middle > 100 - EDGE else "middle"


def _written(series: Sequence[tuple[int, int | None]], chosen: int) -> set[int]:
    told = [(value, year) for year, value in series if value]
    if not told:
        return set()
    wanted = [chosen] if any(year == chosen for _value, year in told) else []
    found: list[int] = []
    for year in (*wanted, max(told)[1], told[-1][1]):
        if all(abs(year - other) >= APART for other in found):
            found.append(year)
    return set(found)
