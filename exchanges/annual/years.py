"""Which days a year has: the fiscal year of Japan's authorities begins in April, the calendar year in January."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

FISCAL, CALENDAR = "fiscal", "calendar"
WAYS = (FISCAL, CALENDAR)
FIRST, LAST = 2000, 2098  # cases have their days between 2000 and 2099
APRIL = 4


@dataclass(frozen=True)
class Year:
    """A year in one of the two ways of counting."""

    way: str
    number: int

    @property
    def first_on(self) -> date:
        return date(self.number, APRIL if self.way == FISCAL else 1, 1)

    @property
    def last_on(self) -> date:
        return date(self.number + 1, APRIL - 1, 31) if self.way == FISCAL else date(self.number, 12, 31)

    @property
    def before(self) -> "Year | None":
        return Year(self.way, self.number - 1) if self.number > FIRST else None

    @property
    def after(self) -> "Year | None":
        return Year(self.way, self.number + 1) if self.number < LAST else None

    @property
    def other(self) -> "Year":
        """The same number, counted the other way."""
        return Year(CALENDAR if self.way == FISCAL else FISCAL, self.number)

    def __str__(self) -> str:
        words = _("Fiscal year %(year)d") if self.way == FISCAL else _("Calendar year %(year)d")
        return words % {"year": self.number}


def known(way: str, number: int) -> Year | None:
    """The year of an address, if there is such a one."""
    return Year(way, number) if way in WAYS and FIRST <= number <= LAST else None


def of_day(day: date, way: str = FISCAL) -> Year:
    """The year that this day lies in."""
    return Year(way, day.year - 1 if way == FISCAL and day.month < APRIL else day.year)
