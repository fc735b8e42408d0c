"""Finds the table on a sheet: which row heads it, over one row or two, and which column is which."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from clair_portal.spreadsheets.adaptors import Adaptor, Column, Line
from clair_portal.spreadsheets.faults import Unreadable
from clair_portal.spreadsheets.grid import Book, Sheet
from clair_portal.spreadsheets.values import folded

WITHIN = 12  # rows: titles, dates and notes may stand above the table

Places = dict[str, int]


class NoTable(Unreadable):
    """No sheet has the heading without which no row can be told from another."""

    def __init__(self, column: Column) -> None:
        super().__init__(_("No sheet of the file has the column “%(ja)s” (%(en)s)."))
        self.facts = {"ja": column.ja, "en": column.en}

    def __str__(self) -> str:
        return str(self.reason) % self.facts


class HeadedTwice(Unreadable):
    """Which of the two is meant, nobody can know."""

    def __init__(self, heading: str, first: str, second: str) -> None:
        super().__init__(_("The columns %(first)s and %(second)s are both headed “%(heading)s”."))
        self.facts = {"heading": heading, "first": first, "second": second}

    def __str__(self) -> str:
        return str(self.reason) % self.facts


def lines(book: Book, adaptor: Adaptor) -> Iterator[Line]:
    """The filled rows of every sheet that has the table. Raises NoTable if none has."""
    tables = [(sheet, *heading(sheet, adaptor.columns)) for sheet in book.sheets]
    found = [(sheet, below, places) for sheet, below, places in tables if adaptor.key in places]
    if not found:
        raise NoTable(next(column for column in adaptor.columns if column.name == adaptor.key))
    for sheet, below, places in found:
        yield from _below(sheet, below, places)


def how_many(book: Book) -> int:
    return sum(len(sheet.rows) for sheet in book.sheets)


def _below(sheet: Sheet, below: int, places: Mapping[str, int]) -> Iterator[Line]:
    for row in range(below, len(sheet.rows)):
        cells = sheet.filled(row, places)
        if cells:
            yield Line(sheet.name, row + 1, cells, places)


def heading(sheet: Sheet, columns: Iterable[Column]) -> tuple[int, Places]:
    """The first row below the heading, and where each column stands. Raises HeadedTwice."""
    known = {folded(word): column.name for column in columns for word in column.headings()}
    best: tuple[int, Places] = (0, {})
    for row in range(min(WITHIN, len(sheet.rows))):
        for depth in (1, 2):
            places = _places(sheet, row, depth, known)
            if len(places) > len(best[1]):
                best = row + 1, places
    return best


def _places(sheet: Sheet, row: int, depth: int, known: Mapping[str, str]) -> Places:
    places: Places = {}
    for column in range(sheet.width):
        name = next((known[word] for word in _words(sheet, row, column, depth) if word in known), None)
        if name in places:
            first, second = sheet.cell(row, places[name]), sheet.cell(row, column)
            raise HeadedTwice(str(second.value), first.address, second.address)
        if name:
            places[name] = column
    return places


def _words(sheet: Sheet, row: int, column: int, depth: int) -> Sequence[str]:
    """What may be the heading: the cell alone, its first line, and with what is merged above it."""
    text = str(sheet.cell(row, column).value)
    if not text.strip():
        return ()
    words = [folded(text), folded(text.partition("\n")[0])]
    if depth > 1 and row > 0:
        return [folded(f"{sheet.cell(row - 1, column).value}{text}"), *words]
    return words
