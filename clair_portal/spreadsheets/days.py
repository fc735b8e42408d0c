"""Days as they are written in Japan and in Europe, the years of the eras included."""

import re
from datetime import date, timedelta
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class Era(NamedTuple):
    """The years that an emperor's name counts, by its name and its letter."""

    name: str
    letter: str
    first: date
    last: date


ERAS = (
    Era("明治", "M", date(1868, 10, 23), date(1912, 7, 29)),
    Era("大正", "T", date(1912, 7, 30), date(1926, 12, 24)),
    Era("昭和", "S", date(1926, 12, 25), date(1989, 1, 7)),
    Era("平成", "H", date(1989, 1, 8), date(2019, 4, 30)),
    Era("令和", "R", date(2019, 5, 1), date.max),
)
BY_NAME = {word: era for era in ERAS for word in (era.name, era.name[0], era.letter)}
MONTHS = {
    name[:length]: number
    for number, name in enumerate(
        (
            "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
            "november", "december",
        ),
        1,
    )
    for length in (3, len(name))
}  # fmt: skip

WEEKDAY = r"(?:\s*[(\[]?(?:[月火水木金土日](?:曜日?)?|mon|tue|wed|thu|fri|sat|sun)[)\]]?)?"
MIDNIGHT = r"(?:[ T]00:00(?::00)?)?"
PARTS = r"\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
WESTERN = re.compile(rf"(\d{{4}}){PARTS}{WEEKDAY}{MIDNIGHT}", re.IGNORECASE)
ERA = re.compile(rf"({'|'.join(BY_NAME)})\s*(\d{{1,2}}|元){PARTS}{WEEKDAY}", re.IGNORECASE)
ORDINAL = r"(\d{1,2})(?:st|nd|rd|th)?"
IN_ENGLISH = re.compile(
    rf"(?:{ORDINAL}\s+([a-z]{{3,9}})\.?|([a-z]{{3,9}})\.?\s+{ORDINAL}),?\s+(\d{{4}})", re.IGNORECASE
)
MONTH_UNCLEAR = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.](\d{2}|\d{4})")
COUNTED = re.compile(r"(\d{5})(\.0*)?")
COUNT_BEGINS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}  # Excel takes 1900 for a leap year
EIGHT_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")


def day_of(written: str, *, since_1904: bool = False) -> date:
    """The day that stands here, in digits of one width. Raises ValidationError."""
    if found := WESTERN.fullmatch(written) or EIGHT_DIGITS.fullmatch(written):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := ERA.fullmatch(written):
        return _of_an_era(found[1], found[2], int(found[3]), int(found[4]))
    if found := IN_ENGLISH.fullmatch(written):
        return _in_english(found[1] or found[4], found[2] or found[3], found[5])
    if found := COUNTED.fullmatch(written):
        return COUNT_BEGINS[since_1904] + timedelta(days=int(found[1]))
    if MONTH_UNCLEAR.fullmatch(written):
        raise ValidationError(_("It is not clear which number is the month. Write the year first: 2027-05-17."))
    raise ValidationError(_("Write a day such as 2027-05-17, 2027年5月17日 or 令和9年5月17日."))


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValidationError(_("There is no such day in the calendar.")) from error


def _of_an_era(word: str, year: str, month: int, day: int) -> date:
    era = BY_NAME[word.upper()]
    found = _day(era.first.year - 1 + (1 if year == "元" else int(year)), month, day)
    if not era.first <= found <= era.last:
        raise ValidationError(_("The era %(era)s has no such day."), params={"era": era.name})
    return found


def _in_english(day: str, month: str, year: str) -> date:
    if month.lower() not in MONTHS:
        raise ValidationError(_("There is no such day in the calendar."))
    return _day(int(year), MONTHS[month.lower()], int(day))
