"""Reading messy sheets as people keep them, and writing sheets that do no harm. It knows no table of the portal."""

from clair_portal.spreadsheets.faults import Fault, Unreadable
from clair_portal.spreadsheets.grid import Book, Cell, Sheet
from clair_portal.spreadsheets.opening import MOST_BYTES, read

__all__ = ["MOST_BYTES", "Book", "Cell", "Fault", "Sheet", "Unreadable", "read"]
