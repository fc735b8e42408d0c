"""Days and months of the programme, which are those of Japan."""

from calendar import monthrange
from datetime import date, datetime
from zoneinfo import ZoneInfo

JAPAN = ZoneInfo("Asia/Tokyo")
MONTHS = 12


def in_japan(at: datetime) -> date:
    """Which day it is where participants work."""
    return at.astimezone(JAPAN).date()


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last one of a shorter month."""
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
