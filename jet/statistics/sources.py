"""Published figures as tables: what several sources say about the same thing stands side by side."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from jet.models.published import PublishedFigure
from jet.statistics.labels import label

Dimension, Precision, Unit = PublishedFigure.Dimension, PublishedFigure.Precision, PublishedFigure.Unit


@dataclass(frozen=True)
class Stated:
    """What one source says."""

    figure: str
    source: Any
    published: str


@dataclass(frozen=True)
class Answer:
    """One thing with everything that has been said about it."""

    label: str
    stated: tuple[Stated, ...]
    disagree: bool


@dataclass(frozen=True)
class Table:
    """All answers to one question."""

    key: str
    title: str
    answers: tuple[Answer, ...]


def tables(figures: Iterable[PublishedFigure], prefectures: Mapping[str, str]) -> list[Table]:
    """Question by question, each in the order in which the figures come."""
    found: dict[str, dict[tuple[str, str, str], list[PublishedFigure]]] = {}
    for figure in figures:
        same = (figure.key, figure.position, figure.unit)
        found.setdefault(figure.dimension, {}).setdefault(same, []).append(figure)
    return [
        Table(dimension, str(title), tuple(_answer(said, prefectures) for said in found[dimension].values()))
        for dimension, title in Dimension.choices
        if dimension in found
    ]


def disagree(said: Iterable[PublishedFigure]) -> bool:
    """Whether two sources give different exact figures; "about 1,950" contradicts nothing."""
    exact = {one.value for one in said if one.precision == Precision.EXACT and one.value is not None}
    return len(exact) > 1


def main_source(totals: Iterable[PublishedFigure]) -> int | None:
    """The source that gives most years: the one that is drawn."""
    counted = Counter(one.source_id for one in totals).most_common(1)
    return counted[0][0] if counted else None


def in_words(value: Decimal | None, unit: str, precision: str) -> str:
    """As the source puts it: 5,861 or about 91.4 %."""
    if value is None:
        return _("no figure given")
    digits = number_format(value.normalize() if value % 1 else int(value), use_l10n=True, force_grouping=True)
    return _precise(precision) % {"figure": _unit(unit) % {"figure": digits}}


def _precise(precision: str) -> str:
    known = {
        Precision.ABOUT.value: _("about %(figure)s"),
        Precision.MORE.value: _("more than %(figure)s"),
        Precision.LESS.value: _("less than %(figure)s"),
    }
    return known.get(precision, "%(figure)s")


def _unit(unit: str) -> str:
    known = {Unit.PERCENT.value: _("%(figure)s per cent"), Unit.MILLION_YEN.value: _("%(figure)s million yen")}
    return known.get(unit, "%(figure)s")


def _answer(said: list[PublishedFigure], prefectures: Mapping[str, str]) -> Answer:
    name = label(said[0].dimension, said[0].key, prefectures)
    position = said[0].position.upper()
    stated = tuple(Stated(in_words(one.value, one.unit, one.precision), one.source, one.published) for one in said)
    return Answer(f"{name}, {position}" if position else name, stated, disagree(said))
