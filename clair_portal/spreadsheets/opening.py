"""From the bytes of a file to a book, by what the file is and not by what it is called."""

from django.utils.translation import gettext_lazy as _

from clair_portal.spreadsheets import plain, workbooks
from clair_portal.spreadsheets.faults import Unreadable
from clair_portal.spreadsheets.grid import Book
from clair_portal.spreadsheets.limits import USUAL, Limits

MOST_BYTES = USUAL.size
ZIP = b"PK\x03\x04"

TOO_LARGE = _("The file is larger than 5 MB. Remove pictures and sheets that are not needed.")
TOO_LARGE_BY_FAR = _("The file is larger than 50 MB. Remove pictures and sheets that are not needed.")
OTHERS = {
    b"\xd0\xcf\x11\xe0": _(
        "This is a workbook in the old Excel format, or one with a password. Save it without a password as “Excel "
        "Workbook (.xlsx)”, then try again."
    ),
    b"%PDF": _("This is a PDF. Choose the Excel workbook from which it was made."),
}


def read(content: bytes, limits: Limits = USUAL) -> Book:
    """The sheets of an .xlsx or CSV file. Raises Unreadable with a sentence for whoever sent it."""
    if len(content) > limits.size:
        raise Unreadable(TOO_LARGE if limits is USUAL else TOO_LARGE_BY_FAR)
    if not content.strip():
        raise Unreadable(_("The file is empty."))
    for start, reason in OTHERS.items():
        if content.startswith(start):
            raise Unreadable(reason)
    return workbooks.read(content, limits) if content.startswith(ZIP) else plain.read(content, limits)
