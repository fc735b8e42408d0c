"""Which days a year of the programme has: the fiscal year of Japan's authorities, from April to March."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from jet.models.published import FIRST_YEAR

APRIL = 4


@dataclass(frozen=True)
class Year:
    """A year of the programme, by the number it is published under."""

    number: int

    @property
    def first_on(self) -> date:
        return date(self.number, APRIL, 1)

    @property
    def last_on(self) -> date:
        return date(self.number + 1, APRIL - 1, 31)

    def __str__(self) -> str:
        return _("Fiscal year %(year)d") % {"year": self.number}


def of_day(day: date) -> Year:
    """The year that this day lies in."""
    return Year(day.year - 1 if day.month < APRIL else day.year)


def around(year: Year, latest: Year) -> tuple[Year | None, Year | None]:
    """The years before and after, as far as there are any."""
    before = Year(year.number - 1) if year.number > FIRST_YEAR else None
    return before, (Year(year.number + 1) if year.number < latest.number else None)


def known(number: int, latest: Year) -> Year | None:
    """The year of an address, if the programme has had it."""
    return Year(number) if FIRST_YEAR <= number <= latest.number else None
