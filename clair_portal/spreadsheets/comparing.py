"""What a file would change: each line beside the row that is there."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext_lazy as _

from clair_portal.spreadsheets.adaptors import Adaptor, Known, Line, Values
from clair_portal.spreadsheets.models import ImportRow

CHUNK = 1000
Outcome = ImportRow.Outcome


@dataclass(frozen=True)
class Compared:
    """A line with what becomes of it; `before` and `after` only where something would be written."""

    line: Line
    outcome: str
    before: Values | None = None
    after: Values | None = None


def compared(lines: Iterable[Line], adaptor: Adaptor) -> Iterator[list[Compared]]:
    """Chunk by chunk, so that a large file asks the database seldom and fills no memory."""
    seen: dict[str, Line] = {}
    for chunk in chunks(lines, CHUNK):
        for line in chunk:
            adaptor.parse(line)
            _once(line, adaptor.key, seen)
        known = adaptor.known([line.values for line in chunk if line.key])
        yield [_compared(line, known.get(line.key), adaptor) for line in chunk]
        for line in chunk:
            line.cells = {}  # what is kept of a large file is its findings, not its cells


def _once(line: Line, key: str, seen: dict[str, Line]) -> None:
    first = seen.setdefault(line.key, line) if line.key else line
    if first is not line:
        line.refuse(
            key, _("Row %(row)d of the sheet “%(sheet)s” says this already."), row=first.number, sheet=first.sheet
        )


def _compared(line: Line, known: Known | None, adaptor: Adaptor) -> Compared:
    after = {**(known.values if known else adaptor.empty()), **line.values}
    if not line.faults:
        adaptor.object_to(line, known, after)
    if line.faults:
        return Compared(line, Outcome.REFUSED)
    if known is None:
        return Compared(line, Outcome.NEW, None, after)
    if known.values == after:
        return Compared(line, Outcome.UNCHANGED)
    return Compared(line, Outcome.CHANGED, known.values, after)


def chunks(things: Iterable[Line], size: int) -> Iterator[Sequence[Line]]:
    left = iter(things)
    while chunk := list(islice(left, size)):
        yield chunk
