"""Workbooks of a request as authorities send them back: filled in, merged, reordered, spoilt."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from python_calamine import CalamineWorkbook

from exchanges.forms.cases import CaseForm
from exchanges.models import VisitCase
from exchanges.sheets.layout import PARTY, PEOPLE_COLUMNS, QUESTIONS, REQUEST, THEME_COLUMNS, THEME_LIST
from exchanges.sheets.template import Template
from tests.spreadsheets.books import workbook

GOOD: dict[str, Any] = {
    "自治体": "見本市", "訪問の種類": "study tour", "件名": "Elderly care in cities",
    "目的": "To learn how cities look after old people.", "訪問国": "United Kingdom", "都市": "Leeds",
    "開始日": "令和9年5月17日", "終了日": "Ｒ９．５．２１", "日程は確定": "はい", "人数": "５",
    "支援：面会先の手配": "○", "支援：通訳の手配": "yes", "希望訪問先": "Leeds City Council\r\nNHS",
}  # fmt: skip
THEMES: list[list[Any]] = [["Day care", "Who pays?\nWho decides?"]]
PEOPLE: list[list[Any]] = [
    ["head of the party", "Mihon", "Robin", "見本", "ロビン", "ミホン", "副市長", "Deputy Mayor"]
]


def filled(case: VisitCase, authorities: Sequence[Any]) -> bytes:
    """The portal's own workbook of the case."""
    return Template(CaseForm(instance=case, authorities=authorities)).written()


def sent(
    answers: Mapping[str, Any] | None = None,
    *,
    themes: Sequence[Sequence[Any]] = THEMES,
    people: Sequence[Sequence[Any]] = PEOPLE,
    without: Sequence[str] = (),
    **options: Any,
) -> bytes:
    """A workbook typed by hand after the portal's: `answers` by Japanese label, `without` rows or sheets."""
    return workbook(sheets=sheets(answers, themes=themes, people=people, without=without), **options)


def sheets(
    answers: Mapping[str, Any] | None = None,
    *,
    themes: Sequence[Sequence[Any]] = THEMES,
    people: Sequence[Sequence[Any]] = PEOPLE,
    without: Sequence[str] = (),
) -> dict[str, list[list[Any]]]:
    given = {**GOOD, **(answers or {})}
    rows = [[one.ja, one.en, given.get(one.ja, "")] for one in QUESTIONS if one.ja not in without]
    found = {
        REQUEST: [["訪問支援 依頼書"], [], ["項目", "Item", "記入欄"], *rows],
        THEME_LIST: [[one.label for one in THEME_COLUMNS], *map(list, themes)],
        PARTY: [[one.label for one in PEOPLE_COLUMNS if one.ja not in without], *map(list, people)],
    }
    return {name: lines for name, lines in found.items() if name not in without}


def cell_of(label: str) -> str:
    """Where the answer to this question stands in a workbook typed by hand."""
    return f"C{4 + [one.ja for one in QUESTIONS].index(label)}"


def as_seen(content: bytes) -> dict[str, list[list[Any]]]:
    """The visible values of a workbook by another reader than the portal's own door."""
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
