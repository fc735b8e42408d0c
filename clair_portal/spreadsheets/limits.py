"""How much a file may hold before it is refused."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from clair_portal.spreadsheets.faults import Unreadable

MOST_ROWS = 20_000
MOST_COLUMNS = 100
MOST_CELLS = 300_000  # that hold something, or are filled because they are merged
MOST_TEXT = 10_000_000  # letters, each cell counted anew: many cells may share one long text
MOST_UNPACKED = 40_000_000  # bytes
MOST_PARTS = 2_000


@dataclass(frozen=True)
class Limits:
    """What one file may hold; the usual figures are for what is read while its sender waits."""

    size: int = 5_000_000  # bytes, as it is sent
    rows: int = MOST_ROWS
    columns: int = MOST_COLUMNS
    cells: int = MOST_CELLS
    text: int = MOST_TEXT
    unpacked: int = MOST_UNPACKED


USUAL = Limits()
# A whole register, read by a worker and never while somebody waits for a page.
LARGE = Limits(50_000_000, rows=100_000, cells=5_000_000, text=100_000_000, unpacked=400_000_000)

TOO_MUCH = _(
    "The file holds more than can be read here: %(rows)d rows and %(columns)d columns are the most. Remove what is not "
    "needed."
)


class TooMuch(Unreadable):
    """The figures are those of the limits that were kept to."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(TOO_MUCH)
        self.facts = {"rows": limits.rows, "columns": limits.columns}

    def __str__(self) -> str:
        return str(self.reason) % self.facts
