"""Everything that is told about a year, for the page, the spreadsheet and the paper alike."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jet.mapping import TileMap, names, tile_map
from jet.models import PublishedFigure
from jet.policy import EXACTLY, counts_told
from jet.statistics import drawing, serving, sources
from jet.statistics.labels import label
from jet.statistics.summing import QUESTIONS, Counts, Figures, counts
from jet.statistics.years import Year

HIDDEN = "·"
IN_GIVEN_ORDER = frozenset({"term"})


@dataclass(frozen=True)
class Breakdown:
    """The people of a year by one question, in the order of the chart; `hidden` names the groups left out."""

    key: str
    title: str
    rows: list[tuple[str, int]]
    hidden: list[str]

    @property
    def note(self) -> str:
        return _("Not shown, because few people could be told apart: %(groups)s.") % {
            "groups": ", ".join(self.hidden)
        } if self.hidden else ""  # fmt: skip


@dataclass(frozen=True)
class Series:
    """The published totals of all years, from the source that has most of them."""

    source: Any
    columns: list[drawing.Column]
    disagreeing: list[sources.Table]


@dataclass(frozen=True)
class Told:
    """A year: what was published, and what the portal counts, if this reader may know."""

    year: Year
    tables: list[sources.Table]
    series: Series
    counts: Counts | None
    breakdowns: list[Breakdown]
    map: TileMap | None


def told(user: Any, year: Year) -> Told:
    """In five statements."""
    prefectures = names(get_language() or "")
    published = PublishedFigure.objects.visible_to(user).for_pages()
    how = counts_told(user)
    counted = counts(serving.in_year(year), exact=how == EXACTLY) if how else None
    return Told(
        year,
        sources.tables(published.of_year(year.number).in_order(), prefectures),
        series(list(published.totals().in_order()), chosen=year.number),
        counted,
        _breakdowns(counted, prefectures) if counted else [],
        _map(counted.figures["prefecture"], prefectures) if counted and counted.total else None,
    )


def series(totals: list[PublishedFigure], *, chosen: int) -> Series:
    """The years of the drawn source; where another one gives another figure, both are listed."""
    drawn = sources.main_source(totals)
    mine = [one for one in totals if one.source_id == drawn]
    by_year: dict[int, list[PublishedFigure]] = {}
    for one in totals:
        by_year.setdefault(one.year, []).append(one)
    rows = [(one.year, None if one.value is None else int(one.value)) for one in mine]
    return Series(
        mine[0].source if mine else None,
        drawing.columns(rows, chosen=chosen),
        [
            sources.Table(str(year), str(year), sources.tables(said, {})[0].answers)
            for year, said in by_year.items()
            if sources.disagree(said)
        ],
    )


def titles() -> dict[str, str]:
    return {
        "position": _("By position"),
        "service": _("New and reappointed"),
        "term": _("By term"),
        "country": _("By country of nationality"),
        "prefecture": _("By prefecture"),
    }


def _breakdowns(counted: Counts, prefectures: dict[str, str]) -> list[Breakdown]:
    return [_breakdown(question, counted.figures[question], prefectures) for question in QUESTIONS]


def _breakdown(question: str, figures: Figures, prefectures: dict[str, str]) -> Breakdown:
    shown = [(label(question, key, prefectures), key, number) for key, number in figures.items() if number is not None]
    ordered = sorted(shown, key=lambda row: row[1] if question in IN_GIVEN_ORDER else (-row[2], row[0]))
    hidden = sorted(label(question, key, prefectures) for key, number in figures.items() if number is None)
    return Breakdown(question, titles()[question], [(name, number) for name, _key, number in ordered], hidden)


def _map(figures: Figures, prefectures: dict[str, str]) -> TileMap:
    known = {code: (number or 0, HIDDEN if number is None else str(number)) for code, number in figures.items() if code}
    return tile_map(
        known, names=prefectures, title=_("Participants by prefecture"), column=_("Participants"), key="serving"
    )
