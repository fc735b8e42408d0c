"""Days and times as people write them in three languages, always with their zone, and Japan time beside it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.dateformat import format as written
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

JAPAN = ZoneInfo("Asia/Tokyo")

# Django's own formats lack the weekday; an appointment without it invites mistakes.
_DAY = {"ja": "Y年n月j日（D）", "de": "D., j. F Y"}
_DAY_WITHOUT_YEAR = {"ja": "n月j日（D）", "de": "D., j. F"}
_ENGLISH_DAY, _ENGLISH_DAY_WITHOUT_YEAR = "D j F Y", "D j F"
_DAY_THEN_CLOCK = {"ja": "{day}{clock}"}
_TO = {"ja": "～"}

ZONES = {
    "Europe/London": gettext_lazy("UK time"),
    "Europe/Dublin": gettext_lazy("Irish time"),
    "Europe/Berlin": gettext_lazy("German time"),
    "Europe/Vienna": gettext_lazy("Austrian time"),
    "Europe/Amsterdam": gettext_lazy("Dutch time"),
    "Europe/Copenhagen": gettext_lazy("Danish time"),
    "Europe/Stockholm": gettext_lazy("Swedish time"),
    "Europe/Oslo": gettext_lazy("Norwegian time"),
    "Europe/Helsinki": gettext_lazy("Finnish time"),
    "Europe/Paris": gettext_lazy("French time"),
    "Asia/Tokyo": gettext_lazy("Japan time"),
    "UTC": gettext_lazy("Coordinated Universal Time"),
}

# The Gregorian calendar holds in Japan from 1873; earlier days have no era name here.
_GREGORIAN_FROM = date(1873, 1, 1)
_ERAS = (
    (date(2019, 5, 1), "令和"),
    (date(1989, 1, 8), "平成"),
    (date(1926, 12, 25), "昭和"),
    (date(1912, 7, 30), "大正"),
    (date(1868, 1, 25), "明治"),
)


@dataclass(frozen=True)
class Span:
    """A stretch of time in words: where it happens, the name of that zone, and in Japan (empty if it is the same)."""

    there: str
    zone: str
    in_japan: str


def day(on: date, *, year: bool = True) -> str:
    """Tue 16 February 2027 · 2027年2月16日（火） · Di., 16. Februar 2027."""
    if year:
        return written(on, _DAY.get(_language(), _ENGLISH_DAY))
    return written(on, _DAY_WITHOUT_YEAR.get(_language(), _ENGLISH_DAY_WITHOUT_YEAR))


def month(on: date) -> str:
    """February 2027 · 2027年2月 · Februar 2027."""
    return written(on, "Y年n月" if _language() == "ja" else "F Y")


def clock(at: datetime) -> str:
    """14:00, in the zone that `at` carries."""
    return f"{at:%H:%M}"


def moment(at: datetime, zone: str | tzinfo) -> str:
    """Tue 16 February 2027, 14:00 German time."""
    local = at.astimezone(as_zone(zone))
    return f"{_dated(day(local), clock(local))} {zone_name(zone)}"


def span(starts: datetime, ends: datetime, zone: str | tzinfo) -> Span:
    """From `starts` to `ends` in the zone where it happens, with Japan time beside it."""
    here, japan = as_zone(zone), (starts.astimezone(JAPAN), ends.astimezone(JAPAN))
    local = starts.astimezone(here), ends.astimezone(here)
    same_clock = all(ours.utcoffset() == theirs.utcoffset() for ours, theirs in zip(local, japan, strict=True))
    return Span(_range(*local), zone_name(zone), "" if same_clock else _japan_range(*japan, local[0].date()))


def as_zone(zone: str | tzinfo) -> tzinfo:
    """The zone itself, from its IANA name where it is one."""
    return ZoneInfo(zone) if isinstance(zone, str) else zone


def zone_name(zone: str | tzinfo) -> str:
    """German time, from Europe/Berlin; a zone without a name of ours is called by its IANA name."""
    return str(ZONES.get(str(zone), zone))


def era_year(on: date) -> str:
    """令和9年, as an office writes it; the first year of an era is 元年."""
    for first, name in _ERAS if on >= _GREGORIAN_FROM else ():
        if on >= first:
            years = on.year - first.year + 1
            return f"{name}{'元' if years == 1 else years}年"
    return f"{on.year}年"


def era_day(on: date) -> str:
    """令和9年2月16日."""
    return f"{era_year(on)}{on.month}月{on.day}日"


def exists(naive: datetime, zone: tzinfo) -> bool:
    """Whether a clock in this zone ever shows this time; in spring an hour is skipped."""
    there_and_back = naive.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
    return there_and_back.replace(tzinfo=None, fold=0) == naive.replace(fold=0)


def _language() -> str:
    return (translation.get_language() or "en")[:2]


def _dated(on: str, at: str) -> str:
    return _DAY_THEN_CLOCK.get(_language(), "{day}, {clock}").format(day=on, clock=at)


def _to(first: str, last: str, *, apart: bool = False) -> str:
    dash = _TO.get(_language(), " – " if apart else "–")
    return f"{first}{dash}{last}"


def _range(starts: datetime, ends: datetime) -> str:
    if starts.date() == ends.date():
        return _dated(day(starts), _to(clock(starts), clock(ends)))
    return _to(_dated(day(starts), clock(starts)), _dated(day(ends), clock(ends)), apart=True)


def _japan_range(starts: datetime, ends: datetime, local_day: date) -> str:
    """22:00–03:30 (until the next day); with its day when Japan already starts on another one."""
    clocks = _to(clock(starts), clock(ends))
    first = clocks if starts.date() == local_day else _dated(day(starts, year=False), clocks)
    later = (ends.date() - starts.date()).days
    if not later:
        return first
    # Two sentences, not two plural forms: Japanese has one form, but a word of its own for the next day.
    until = _("until the next day") if later == 1 else _("until {days} days later").format(days=later)
    return _("{times} ({until})").format(times=first, until=until)
