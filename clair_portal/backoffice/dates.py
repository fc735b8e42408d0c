"""Days and moments in the narrow columns of the staff site, on the office's clock."""

from datetime import date, datetime

from django.utils import formats, timezone
from django.utils.translation import gettext as _


def long_day(day: date) -> str:
    """Tuesday 2 February, 2月2日（火曜日）, Dienstag, 2. Februar."""
    # Translators: today's date as the title of the start page, in Django's date format letters
    return formats.date_format(day, _("l j F"))


def short_day(day: date) -> str:
    """Thu 4 Feb, 2月4日（木）, Do, 4. Feb."""
    # Translators: a day in a narrow column, in Django's date format letters
    return formats.date_format(day, _("D j M"))


def short_date(day: date) -> str:
    """4 Feb 2027, 2027年2月4日, 4. Feb. 2027."""
    # Translators: a date in a list, in Django's date format letters
    return formats.date_format(day, _("j M Y"))


def short_moment(at: datetime) -> str:
    """4 Feb 2027, 17:00, on the office's clock."""
    local = timezone.localtime(at)
    return _("%(date)s, %(time)s") % {"date": short_date(local), "time": f"{local:%H:%M}"}
