"""Writes the workbook of a request: labels in both languages, what is known, lists to choose from."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from clair_portal.spreadsheets.writing import PLAIN_TEXT, looks_like_a_formula
from exchanges.actions.details import DESCRIBED
from exchanges.actions.sheets import mark_of, one_way
from exchanges.forms.cases import THEMES, CaseForm
from exchanges.models import VisitCase
from exchanges.sheets.layout import (
    LISTS,
    MARK,
    MOST_PEOPLE,
    NUMBER,
    PARTY,
    PEOPLE_COLUMNS,
    QUESTIONS,
    REQUEST,
    THEME_COLUMNS,
    THEME_LIST,
    Kind,
    Options,
    Question,
    offered,
    options,
)

YES, NO = "はい Yes", "いいえ No"
ANSWER = 2  # the column of the answers
TOP = 3  # rows above the first question
FONT = {"font_name": "Yu Gothic", "font_size": 11, "valign": "top"}
INK, PALE, LINE = "#1f3a6e", "#eef2f9", "#b8c2d6"
TALL, LOW = 90, 20
ABOUT = (
    "C列に日本語か英語で記入し、ポータルからアップロードしてください。"
    "Fill in column C in either language, then upload the file."
)


class Template:
    """One workbook while it is written."""

    def __init__(self, form: CaseForm) -> None:
        self.case: VisitCase = form.instance
        self.options: Options = options(form)
        self.file = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.file, PLAIN_TEXT)
        self.book.set_properties({"title": "CLAIR – 訪問支援依頼 Request for visit support"})
        self.formats = self._formats()
        self.sheets = {name: self.book.add_worksheet(name) for name in (REQUEST, THEME_LIST, PARTY, LISTS)}
        self.ranges = self._lists()

    def written(self) -> bytes:
        """The whole workbook."""
        self._request()
        kept = self.case.pk is not None
        themes = list(self.case.themes.in_order().values("title", "questions")) if kept else []
        people = list(self.case.delegates.by_precedence().values(*DESCRIBED)) if kept else []
        rows = [{"theme": row["title"], "questions": row["questions"]} for row in themes]
        self._table(THEME_LIST, THEME_COLUMNS, rows, THEMES)
        self._table(PARTY, PEOPLE_COLUMNS, people, MOST_PEOPLE)
        self.book.close()
        return self.file.getvalue()

    def _formats(self) -> dict[str, Format]:
        answer = {**FONT, "text_wrap": True, "border": 1, "border_color": LINE}
        kinds: dict[str, dict[str, Any]] = {
            "title": {**FONT, "bold": True, "font_size": 14, "font_color": INK},
            "head": {**FONT, "bold": True, "font_color": "#ffffff", "bg_color": INK, "text_wrap": True},
            "label": {**answer, "bg_color": PALE, "bold": True},
            "hint": {**FONT, "font_color": "#5b6472", "italic": True, "text_wrap": True},
            "given": {**answer, "font_color": "#5b6472", "num_format": "@"},
            "text": {**answer, "num_format": "@"},
            "quoted": {**answer, "num_format": "@", "quote_prefix": True},
            "day": {**answer, "num_format": "yyyy-mm-dd", "align": "left"},
            "whole": {**answer, "num_format": "0", "align": "left"},
        }
        return {name: self.book.add_format(facts) for name, facts in kinds.items()}

    def _lists(self) -> dict[str, str]:
        """The answers to choose from stand on a hidden sheet: Excel allows no more than 255 letters in the cell."""
        sheet, ranges = self.sheets[LISTS], {}
        sheet.hide()
        for column, (field, answers) in enumerate({**self.options, "yes_no": [(YES, [YES]), (NO, [NO])]}.items()):
            for row, (_key, names) in enumerate(answers):
                sheet.write_string(row, column, offered(names), self._as_text(offered(names)))
            letter = chr(ord("A") + column)
            ranges[field] = f"='{LISTS}'!${letter}$1:${letter}${max(len(answers), 1)}"
        return ranges

    def _request(self) -> None:
        sheet = self.sheets[REQUEST]
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 32)
        sheet.set_column(ANSWER, ANSWER, 64)
        sheet.set_column(ANSWER + 1, ANSWER + 1, 44)
        sheet.write_string(0, 0, "訪問支援 依頼書 / Request for visit support", self.formats["title"])
        sheet.write_string(1, 0, ABOUT, self.book.add_format(FONT))
        for column, head in enumerate(("項目", "Item", "記入欄 Answer", "記入の手引き How to fill in")):
            sheet.write_string(TOP - 1, column, head, self.formats["head"])
        for row, question in enumerate(QUESTIONS, TOP):
            sheet.set_row(row, TALL if question.kind == Kind.TEXT else LOW)
            sheet.write_string(row, 0, question.ja, self.formats["label"])
            sheet.write_string(row, 1, question.en, self.formats["label"])
            self._put(sheet, row, ANSWER, question, self._known(question))
            sheet.write_string(row, ANSWER + 1, question.hint, self.formats["hint"])
            self._choose(sheet, question, row, ANSWER, row)
        self._on_paper(sheet)
        sheet.freeze_panes(TOP, ANSWER)

    def _known(self, question: Question) -> Any:
        """What the case says already; the only local authority that may be named is filled in."""
        case = self.case
        if question.option:
            return question.option in case.support if case.pk else None
        if question.field == "authority":
            known = self.options["authority"]
            return str(case.authority_id or "") or (known[0][0] if len(known) == 1 else "")
        special = {NUMBER: case.number, MARK: mark_of(case) if case.pk else ""}
        return special[question.field] if question.field in special else getattr(case, question.field)

    def _table(self, name: str, columns: Sequence[Question], rows: Sequence[Mapping[str, Any]], most: int) -> None:
        sheet = self.sheets[name]
        for column, question in enumerate(columns):
            sheet.set_column(column, column, question.width)
            sheet.write_string(0, column, f"{question.ja}\n{question.en}", self.formats["head"])
            if question.hint:
                sheet.write_comment(0, column, question.hint)
            self._choose(sheet, question, 1, column, most)
        for row in range(1, most + 1):
            known: Mapping[str, Any] = rows[row - 1] if row <= len(rows) else {}
            for column, question in enumerate(columns):
                self._put(sheet, row, column, question, known.get(question.field, ""))
        sheet.set_row(0, 34)
        self._on_paper(sheet)
        sheet.freeze_panes(1, 0)

    def _choose(self, sheet: Worksheet, question: Question, row: int, column: int, last: int) -> None:
        """A drop-down list. What it does not hold may be typed all the same: the portal says what it cannot read."""
        field = "yes_no" if question.kind == Kind.YES_NO else question.field
        if question.kind in {Kind.YES_NO, Kind.CHOICE}:
            rule = {"validate": "list", "source": self.ranges[field], "error_type": "information"}
            sheet.data_validation(row, column, last, column, rule)

    def _put(self, sheet: Worksheet, row: int, column: int, question: Question, value: Any) -> None:
        kind = question.kind
        if value is None or value == "":
            sheet.write_blank(row, column, None, self.formats[kind.value if kind.value in self.formats else "text"])
        elif kind == Kind.DAY:
            sheet.write_datetime(row, column, value, self.formats["day"])
        elif kind == Kind.WHOLE:
            sheet.write_number(row, column, value, self.formats["whole"])
        else:
            text = self._as_written(question, value)
            sheet.write_string(row, column, text, self._as_text(text, kind))

    def _as_written(self, question: Question, value: Any) -> str:
        if question.kind == Kind.YES_NO:
            return YES if value else NO
        if question.kind == Kind.CHOICE:
            return offered(dict(self.options[question.field]).get(str(value), [str(value)]))
        return str(one_way(value))

    def _as_text(self, text: str, kind: Kind = Kind.LINE) -> Format:
        """Text that looks like a formula keeps Excel's own mark of a text, also after it was edited."""
        if looks_like_a_formula(text):
            return self.formats["quoted"]
        return self.formats["given" if kind == Kind.GIVEN else "text"]

    def _on_paper(self, sheet: Worksheet) -> None:
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)


def file_name(case: VisitCase) -> str:
    return f"{case.number or 'request'}.xlsx"
