"""How much a file may hold before it is refused."""

from django.utils.translation import gettext_lazy as _

MOST_ROWS = 20_000
MOST_COLUMNS = 100
MOST_CELLS = 300_000  # that hold something, or are filled because they are merged
MOST_TEXT = 10_000_000  # letters, each cell counted anew: many cells may share one long text
MOST_UNPACKED = 40_000_000  # bytes
MOST_PARTS = 2_000

TOO_MUCH = _(
    "The file holds more than can be read here: 20,000 rows and 100 columns are the most. Remove what is not needed."
)
