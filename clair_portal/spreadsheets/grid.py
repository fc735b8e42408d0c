"""A book of sheets as plain values, with the addresses that people know: sheet and "B7"."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

Value = str | int | float | bool | date | datetime | time | timedelta
Place = tuple[int, int]  # row and column, from 0
LETTERS = 26


@dataclass(frozen=True)
class Cell:
    """One cell. A cell of a merged block holds the block's value; `origin` is where that was written."""

    sheet: str
    row: int
    column: int
    value: Value = ""
    origin: Place | None = None
    is_error: bool = False  # Excel shows #REF! or the like
    since_1904: bool = False  # how the book counts days

    @property
    def address(self) -> str:
        return f"{column_name(self.column)}{self.row + 1}"

    @property
    def is_blank(self) -> bool:
        return not self.is_error and isinstance(self.value, str) and not self.value.strip()


@dataclass(frozen=True)
class Sheet:
    """One sheet: its rows as they are, and which cells lie in a merged block."""

    name: str
    rows: Sequence[Sequence[Value]]
    origins: Mapping[Place, Place] = field(default_factory=dict)
    errors: frozenset[Place] = frozenset()
    since_1904: bool = False

    def cell(self, row: int, column: int) -> Cell:
        """The cell of this place; beyond the last one there are only empty ones."""
        origin = self.origins.get((row, column), (row, column))
        return Cell(
            self.name, row, column, self._value(*origin), origin, is_error=origin in self.errors,
            since_1904=self.since_1904,
        )  # fmt: skip

    def filled(self, row: int, places: Mapping[str, int]) -> dict[str, Cell]:
        """The cells of these columns that hold something, by the columns' names; most of a long list are empty."""
        values = self.rows[row]
        found = {
            name: self.cell(row, column)
            for name, column in places.items()
            if self.origins or self.errors or (column < len(values) and values[column] != "")
        }
        return {name: cell for name, cell in found.items() if not cell.is_blank}

    def cells(self, row: int) -> list[Cell]:
        return [self.cell(row, column) for column in range(self.width)]

    def lines(self) -> Iterator[list[Cell]]:
        """Row by row, from the top."""
        return (self.cells(row) for row in range(len(self.rows)))

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)

    def _value(self, row: int, column: int) -> Value:
        if row >= len(self.rows) or column >= len(self.rows[row]):
            return ""
        return self.rows[row][column]


@dataclass(frozen=True)
class Book:
    """The sheets of one file, in order. A file of plain text holds one sheet without a name."""

    sheets: tuple[Sheet, ...]
    is_plain: bool = False


def column_name(column: int) -> str:
    """0 → "A", 26 → "AA"."""
    name = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, LETTERS)
        name = chr(ord("A") + letter) + name
    return name
