"""From the cells of a workbook to what the web page's forms would be sent, each answer with its cell."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clair_portal.spreadsheets import Book, Cell, Fault, Sheet
from clair_portal.spreadsheets import values as read
from clair_portal.spreadsheets.faults import faults_at, shown
from exchanges.forms.cases import THEMES
from exchanges.sheets.layout import (
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
)

HEAD_WITHIN = 10  # rows; above a table people write its title
KNOWN_SHEETS = {read.folded(name): name for name in (REQUEST, THEME_LIST, PARTY)}
QUESTION_OF = {
    read.folded(label): question for question in QUESTIONS for label in (question.ja, question.en, question.label)
}
GATHERED = {"support"}  # one row for each answer

Data = dict[str, Any]


@dataclass
class Person:
    """One row of the delegation: what a form would be sent, and the cells it comes from."""

    data: Data
    cells: Mapping[str, Cell]


@dataclass
class Typed:
    """What a file says; None for a sheet that it does not hold."""

    request: Data | None = None
    themes: Data | None = None
    people: list[Person] | None = None
    number: Cell | None = None
    mark: str = ""
    cells: dict[str, Cell] = field(default_factory=dict)  # of the request and its themes, by the form's field
    faults: list[Fault] = field(default_factory=list)

    def refuse(self, cell: Cell, reason: str | Promise, **facts: Any) -> None:
        self.faults.append(Fault(cell.sheet, cell.address, shown(cell.value), reason, facts))

    def refuse_sheet(self, sheet: str, reason: str | Promise, **facts: Any) -> None:
        self.faults.append(Fault(sheet, "", "", reason, facts))

    def taken(self, cell: Cell, reader: Callable[[Cell], Any]) -> Any:
        """What the cell says; if nobody can tell, None and a fault."""
        try:
            return reader(cell)
        except ValidationError as error:
            self.faults.extend(faults_at(cell, error))
            return None


def typed(book: Book, options: Options) -> Typed:
    """Everything the file says and everything that cannot be read in it."""
    found = Typed()
    sheets = _plain(book) if book.is_plain else _by_name(book)
    if not sheets:
        found.refuse_sheet("", _("This file holds none of the sheets of a request. Start from the file to download."))
    for name in (REQUEST, THEME_LIST, PARTY):
        if name in sheets:
            _READERS[name](sheets[name], found, options)
        elif sheets and not book.is_plain:
            found.refuse_sheet(name, _("This sheet is missing. Start from the file to download."))
    return found


def _by_name(book: Book) -> dict[str, Sheet]:
    named = ((KNOWN_SHEETS.get(read.folded(sheet.name)), sheet) for sheet in book.sheets)
    return {name: sheet for name, sheet in named if name}


def _plain(book: Book) -> dict[str, Sheet]:
    """Plain text has no sheet names: what it is, its headings say."""
    sheet = book.sheets[0]
    tables: dict[str, Sequence[Question]] = {THEME_LIST: THEME_COLUMNS, PARTY: PEOPLE_COLUMNS}
    for name, columns in tables.items():
        if _heading(sheet, columns)[1]:
            return {name: sheet}
    return {REQUEST: sheet} if _answers(sheet) else {}


def _answers(sheet: Sheet) -> dict[Question, Cell]:
    """Of each question of the request, the cell beside its labels."""
    found: dict[Question, Cell] = {}
    for row in range(len(sheet.rows)):
        for column in range(min(sheet.width, 3)):
            question = QUESTION_OF.get(read.folded(str(sheet.cell(row, column).value)))
            if question and question not in found:
                found[question] = sheet.cell(row, _answer_column(sheet, row, column, question))
                break
    return found


def _answer_column(sheet: Sheet, row: int, column: int, question: Question) -> int:
    """Right of the last label: both languages stand there, or one of them, or both in one merged cell."""
    while QUESTION_OF.get(read.folded(str(sheet.cell(row, column).value))) is question:
        column += 1
    return column


def _request(sheet: Sheet, found: Typed, options: Options) -> None:
    answers = _answers(sheet)
    found.request = {}
    for question in QUESTIONS:
        cell = answers.get(question)
        if cell is None:
            _missed(sheet, found, question)
        elif cell.origin and cell.origin[0] != cell.row:
            found.refuse(cell, _("This cell is merged with the one above. Give every answer a cell of its own."))
        else:
            _answered(question, cell, found, options)


def _missed(sheet: Sheet, found: Typed, question: Question) -> None:
    """The portal's own two rows may go; the others would empty what nobody meant to empty."""
    if question.kind != Kind.GIVEN:
        missing = _("The row “%(row)s” is missing. Start from the file to download.")
        found.refuse_sheet(sheet.name or REQUEST, missing, row=question.label)


def _answered(question: Question, cell: Cell, found: Typed, options: Options) -> None:
    found.cells.setdefault(question.field, cell)
    value = _taken(question, cell, found, options)
    if question.field == NUMBER:
        found.number = cell
    elif question.field == MARK:
        found.mark = value or ""
    elif question.field in GATHERED:
        _request_of(found).setdefault(question.field, []).extend([question.option] if value else [])
    elif value is not None:
        _request_of(found)[question.field] = value


def _taken(question: Question, cell: Cell, found: Typed, options: Options) -> Any:
    return found.taken(cell, lambda asked: _read(question, asked, options))


def _request_of(found: Typed) -> Data:
    if found.request is None:
        found.request = {}
    return found.request


def _read(question: Question, cell: Cell, options: Options) -> Any:
    """The answer as a browser would send it."""
    if question.kind == Kind.DAY:
        day = read.day(cell)
        return day.isoformat() if day else ""
    if question.kind == Kind.WHOLE:
        number = read.whole(cell)
        return "" if number is None else str(number)
    if question.kind == Kind.YES_NO:
        return bool(read.yes_no(cell))
    if question.kind == Kind.CHOICE:
        return read.choice(cell, ((key, [*names, offered(names), key]) for key, names in options[question.field]))
    return read.text(cell)


def _themes(sheet: Sheet, found: Typed, _options: Options) -> None:
    """A theme merged over several rows has a question in each; they are joined."""
    blocks: dict[Any, tuple[Cell, list[Cell]]] = {}
    for cells in _rows(sheet, THEME_COLUMNS, found):
        block = blocks.setdefault(cells["theme"].origin, (cells["theme"], []))
        block[1].append(cells["questions"])
    found.themes = {}
    for number, (theme, questions) in enumerate(blocks.values(), 1):
        if number > THEMES:
            found.refuse(theme, _("A request has %(most)d themes at the most."), most=THEMES)
            continue
        lines = [found.taken(cell, read.text) for cell in dict.fromkeys(questions)]
        found.themes[f"theme_{number}"] = found.taken(theme, read.text)
        found.themes[f"questions_{number}"] = "\n".join(filter(None, lines))
        found.cells |= {f"theme_{number}": theme, f"questions_{number}": questions[0]}


def _people(sheet: Sheet, found: Typed, options: Options) -> None:
    found.people = []
    for cells in _rows(sheet, PEOPLE_COLUMNS, found):
        if len(found.people) == MOST_PEOPLE:
            found.refuse(cells["family"], _("A delegation has %(most)d members at the most."), most=MOST_PEOPLE)
            return
        faults = len(found.faults)
        answers = {column.field: _taken(column, cells[column.field], found, options) for column in PEOPLE_COLUMNS}
        if len(found.faults) == faults:
            found.people.append(Person(answers | {"role": answers["role"] or "member"}, cells))


def _rows(sheet: Sheet, columns: Sequence[Question], found: Typed) -> Iterator[dict[str, Cell]]:
    """The filled rows below the heading, by field; a heading that lacks a column is a fault."""
    head, places = _heading(sheet, columns)
    for column in columns:
        if column.field not in places:
            missing = _("The column “%(column)s” is missing. Start from the file to download.")
            found.refuse_sheet(sheet.name, missing, column=column.label)
    if len(places) < len(columns):
        return
    for row in range(head + 1, len(sheet.rows)):
        cells = {name: sheet.cell(row, column) for name, column in places.items()}
        if not all(cell.is_blank for cell in cells.values()):
            yield cells


def _heading(sheet: Sheet, columns: Iterable[Question]) -> tuple[int, dict[str, int]]:
    """The row with most of the headings, and the column of each."""
    known = {read.folded(label): one.field for one in columns for label in (one.ja, one.en, one.label)}
    best: tuple[int, dict[str, int]] = (0, {})
    for row in range(min(HEAD_WITHIN, len(sheet.rows))):
        named = {known.get(read.folded(str(cell.value))): cell.column for cell in reversed(sheet.cells(row))}
        places = {name: column for name, column in named.items() if name}
        if len(places) > len(best[1]):
            best = row, places
    return best


_READERS: dict[str, Callable[[Sheet, Typed, Options], None]] = {
    REQUEST: _request,
    THEME_LIST: _themes,
    PARTY: _people,
}
