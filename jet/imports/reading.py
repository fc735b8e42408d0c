"""One line of a sheet as facts of a participant: each cell read, nothing looked up in the database."""

import re
from collections.abc import Callable
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clair_portal.directory.models.organisations import KATAKANA
from clair_portal.search.normalise import katakana
from clair_portal.spreadsheets.adaptors import Line
from clair_portal.spreadsheets.grid import Cell
from clair_portal.spreadsheets.values import choice, day, folded, plain, remembering, text, whole, yes_no
from jet.imports import words
from jet.imports.columns import DAYS, EXCEPTIONAL, KEY
from jet.models import Participant

FIRST_YEAR = 1987
NUMBER = re.compile("20[0-9]{9}")
GROUP = re.compile(r"(\d{4})\s*年?度?\s*[-/]?\s*(\S.*)")
LONGEST = {"passport_name": 200, "workplace": 200, "family_kanji": 50, "given_kanji": 50}
USUAL_LENGTH = 100
LONGEST_REASON = 2000
MOST_DEPENDANTS = 20
POSITIONS = [
    (Participant.Position.ALT.value, ("ALT", "外国語指導助手", "Assistant Language Teacher")),
    (Participant.Position.CIR.value, ("CIR", "国際交流員", "Coordinator for International Relations")),
    (
        Participant.Position.SEA.value,
        ("SEA", "スポーツ国際交流員", "Sports Exchange Advisor", "Sports Exchange Adviser"),
    ),
]
STATES = [
    ("expected", ("expected", "来日予定", "予定")),
    ("serving", ("serving", "在職", "在職中", "現職", "current")),
    ("completed", ("completed", "満了", "任期満了", "修了")),
    ("ended_early", ("ended early", "ended_early", "中途退職", "途中退職", "resigned")),
    ("withdrawn", ("withdrawn", "辞退")),
]


def read(line: Line) -> None:
    """Fill in what stands in the line; an empty cell fills in nothing."""
    number = line.take(KEY, jet_number)
    if number:
        line.key = line.values[KEY] = number
    elif not line.faults:
        line.refuse(KEY, _("Without its JET number nobody can tell whom this row is about."))
    _names(line)
    for name, how in READERS.items():
        _keep(line, name, how)
    for name in DAYS:
        _keep(line, name, remembered_day)


def _keep(line: Line, name: str, how: Callable[[Cell], object]) -> None:
    found = line.take(name, how)
    if found is not None:
        line.values[name] = found


def _names(line: Line) -> None:
    """A name in one cell first; the two cells of its own, where there are any, say more."""
    for script, how in (("kanji", one_line("family_kanji")), ("kana", kana)):
        whole_name = line.take(f"name_{script}", how)
        if whole_name:
            family, _blank, given = whole_name.partition(" ")
            line.values |= {f"family_{script}": family, f"given_{script}": given}


def jet_number(cell: Cell) -> str:
    """Eleven digits, in whichever width, with or without blanks and hyphens."""
    digits = re.sub(r"[\s-]", "", plain(cell))
    if not NUMBER.fullmatch(digits):
        raise ValidationError(_("A JET number has eleven digits and begins with 20."))
    return digits


def one_line(name: str) -> Callable[[Cell], str]:
    """A text on one line that its column can hold."""
    most = LONGEST.get(name, USUAL_LENGTH)

    def read_line(cell: Cell) -> str:
        return _not_longer(" ".join(text(cell).split()), most)

    return read_line


def in_latin(name: str) -> Callable[[Cell], str]:
    """The same with letters of the usual width."""
    most = LONGEST.get(name, USUAL_LENGTH)

    def read_latin(cell: Cell) -> str:
        return _not_longer(" ".join(plain(cell).split()), most)

    return read_latin


def kana(cell: Cell) -> str:
    """Katakana, whether hiragana, half-width or full-width stood there."""
    written = " ".join(katakana(text(cell)).split())
    if not re.fullmatch(KATAKANA, written):
        raise ValidationError(_("Write the reading in katakana."))
    return _not_longer(written, USUAL_LENGTH)


def reason(cell: Cell) -> str:
    return _not_longer(text(cell), LONGEST_REASON)


def a_day(cell: Cell) -> str | None:
    """A day since the programme exists."""
    found: date | None = day(cell)
    if found is not None and not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValidationError(_("The programme began in 1987. Is this day right?"))
    return found.isoformat() if found else None


LAST_YEAR = 2100


def group_of(line: Line) -> str | None:
    """Such as “2026 A”, from one cell or from two."""
    written = line.take("arrival_group", plain)
    if not written:
        year, code = line.take("arrival_year", whole), line.take("arrival_code", plain)
        return f"{year} {code.upper()}" if year and code else None
    found = GROUP.fullmatch(written)
    if found is None:
        line.refuse("arrival_group", _("Write year and code of the group, such as 2026 A."))
        return None
    return f"{found[1]} {found[2].upper()}"


def _position(cell: Cell) -> str:
    return choice(cell, POSITIONS)


def _state(cell: Cell) -> str:
    return choice(cell, STATES)


def _dependants(cell: Cell) -> int | None:
    found = whole(cell)
    if found is not None and not 0 <= found <= MOST_DEPENDANTS:
        raise ValidationError(_("Write a number from 0 to 20."))
    return found


def _not_longer(written: str, most: int) -> str:
    if len(written) > most:
        raise ValidationError(_("This is longer than %(most)d letters."), params={"most": most})
    if not folded(written) and written:
        raise ValidationError(_("This holds no letters."))
    if "\x00" in written:
        raise ValidationError(_("This holds a character that cannot be kept."))
    return written


remembered_day = remembering(a_day)
READERS: dict[str, Callable[[Cell], object]] = {
    "passport_name": in_latin("passport_name"),
    **{name: remembering(in_latin(name)) for name in ("family", "given", "middle")},
    **{name: remembering(one_line(name)) for name in ("family_kanji", "given_kanji", "workplace")},
    **dict.fromkeys(("family_kana", "given_kana"), remembering(kana)),
    **{f"term_{number}_exception": reason for number in EXCEPTIONAL},
    "nationality": remembering(words.country), "position": remembering(_position), "state": remembering(_state),
    "languages": remembering(words.languages), "drives": remembering(yes_no), "teaches": remembering(yes_no),
    "dependants": remembering(_dependants),
}  # fmt: skip
