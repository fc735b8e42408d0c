"""Terms and placements as bars over the years, drawn on the server."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from django.utils.translation import gettext as _

from jet.models import Placement, Term

ROW = 52
GAP = 0.6  # percent of the width, so that terms that follow each other can be told apart
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """From one day to another, both included; without a last day it goes on."""

    first_on: date
    last_on: date | None


@dataclass(frozen=True)
class Scale:
    """The days that the picture covers."""

    first_on: date
    last_on: date

    @classmethod
    def over(cls, spans: Sequence[Span]) -> Self:
        known = [span.last_on or span.first_on for span in spans]
        return cls(min(span.first_on for span in spans), max(known))

    def place(self, day: date) -> float:
        """How far from the left, in percent."""
        whole = (self.last_on + DAY - self.first_on).days
        return min(max(100 * (day - self.first_on).days / whole, 0), 100)

    def bar(self, span: Span) -> dict[str, str]:
        left = self.place(span.first_on)
        right = self.place((span.last_on or self.last_on) + DAY)
        return {"left": f"{left:.2f}%", "width": f"{max(right - left - GAP, GAP):.2f}%"}


@dataclass(frozen=True)
class Row:
    """A line of the picture: its name above, its bars below."""

    label: str
    top: int
    bars: list[dict[str, str]]


@dataclass(frozen=True)
class Timeline:
    """Everything that the template draws."""

    first_on: date
    last_on: date
    rows: list[Row]
    years: list[tuple[str, int]]
    today: str
    height: int


def drawn(terms: Iterable[Term], placements: Iterable[Placement], today: date) -> Timeline | None:
    """The picture; nothing before the first day is known."""
    yearly = [Span(term.first_on, term.last_on) for term in terms]
    lines = [(_("Terms"), yearly)] if yearly else []
    lines += [(str(one.employer), [Span(one.first_on, one.last_on)]) for one in placements]
    if not lines:
        return None
    scale = Scale.over([span for _label, spans in lines for span in spans])
    rows = [Row(label, ROW * index, list(map(scale.bar, spans))) for index, (label, spans) in enumerate(lines)]
    years = [(f"{scale.place(span.first_on):.2f}%", span.first_on.year) for span in yearly]
    is_inside = scale.first_on <= today <= scale.last_on
    now = f"{scale.place(today):.2f}%" if is_inside else ""
    return Timeline(scale.first_on, scale.last_on, rows, years, now, ROW * len(rows))
