"""The figures as an Excel file: what was published with its sources, and on its own sheet what the portal counts."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from clair_portal.spreadsheets.writing import PLAIN_TEXT, looks_like_a_formula
from jet.models import PublishedFigure
from jet.statistics.labels import label
from jet.statistics.telling import Told, titles

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PUBLISHED = (
    "年度 Year", "項目 About", "区分 Which", "職種 Position", "数値 Figure", "単位 Unit", "精度 Precision",
    "出典 Source", "URL Address", "公表 Published",
)  # fmt: skip
COUNTED = ("年度 Year", "項目 Question", "区分 Which", "人数 People")
WIDTH = 24

Row = Sequence[Any]


def workbook(figures: Iterable[PublishedFigure], told: Told, prefectures: dict[str, str]) -> bytes:
    """The second sheet is there for readers who may know what the portal counts."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, PLAIN_TEXT)
    _sheet(book, "公表値 Published", PUBLISHED, [published_row(one, prefectures) for one in figures])
    if told.counts:
        _sheet(book, "集計 Counted", COUNTED, counted_rows(told, prefectures))
    book.close()
    return content.getvalue()


def published_row(one: PublishedFigure, prefectures: dict[str, str]) -> Row:
    return (
        one.year, str(one.get_dimension_display()), label(one.dimension, one.key, prefectures), one.position.upper(),
        one.value, str(one.get_unit_display()), str(one.get_precision_display()),
        one.source.title, one.source.url, one.published,
    )  # fmt: skip


def counted_rows(told: Told, prefectures: dict[str, str]) -> list[Row]:
    """Hidden groups say so in the place of their figure."""
    year, counts = told.year.number, told.counts
    if counts is None:
        return []
    rows: list[Row] = [(year, _("altogether"), "", _figure(counts.total))]
    for question, figures in counts.figures.items():
        rows += [
            (year, titles()[question], label(question, key, prefectures), _figure(number))
            for key, number in sorted(figures.items())
        ]
    return rows


def _figure(number: int | None) -> int | str:
    return _("not shown") if number is None else number


def _sheet(book: Any, name: str, headings: Row, rows: Iterable[Row]) -> None:
    """Numbers as numbers, everything else as text that no spreadsheet runs."""
    as_text, quoted = book.add_format({"num_format": "@"}), book.add_format({"num_format": "@", "quote_prefix": True})
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, len(headings) - 1, WIDTH)
    for number, row in enumerate((headings, *rows)):
        for column, value in enumerate(row):
            if value is not None and not isinstance(value, str):
                sheet.write_number(number, column, value)
            elif value:
                sheet.write_string(number, column, value, quoted if looks_like_a_formula(value) else as_text)
