"""The portal's components in HTML. Those that stand many times on a page are made here, without a template."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.dateformat import format as written
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from clair_portal.pages import times
from clair_portal.pages.remembered import remembered

TONES = ("plain", "good", "warn", "full")
LAST_PLACES = 5

_TAG = '<span class="tag {}">{}</span>'
_DATE = '<time class="date" datetime="{}"><span>{}</span> <b>{}</b> <span>{}</span></time>'
_BAR = (
    '<svg class="bar {}" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
    '<rect width="{}" height="6"/></svg>'
)
_CAPACITY = '<span class="capacity"><span class="{}">{}</span>{}</span>'
_BUTTON = '<a class="button {}" href="{}">{}</a>'
_MOMENT = '<time datetime="{}">{}</time> <span class="zone">{}</span>'
_IN_JAPAN = '{} <small class="elsewhere">{}</small>'


def tag(text: str, *, tone: str = "plain") -> SafeString:
    """A state in a word; the tone repeats the word's meaning, it never carries it alone."""
    if tone not in TONES:
        raise ValueError(f"A tag's tone is one of {', '.join(TONES)}, not {tone}")
    return format_html(_TAG, tone, text)


@remembered
def date_block(on: date, zone: str = "") -> SafeString:
    """The day as one sees it from afar: Tue · 16 · Feb, in Japanese 2月 · 16 · 火曜日."""
    local = _local(on, zone)
    first, last = ("n月", "l") if (get_language() or "").startswith("ja") else ("D", "M")
    return format_html(_DATE, local.isoformat(), written(local, first), local.day, written(local, last))


@remembered
def capacity(*, taken: int, size: int | None, waiting: int = 0) -> SafeString:
    """How full it is, in words and as a bar."""
    if size is None:
        return format_html(_CAPACITY, "plain", _("No limit on places"), "")
    left = max(size - taken, 0)
    tone = "plain" if left > LAST_PLACES else "warn" if left else "full"
    return format_html(_CAPACITY, tone, _places(left, size, waiting), bar(taken, size, tone=tone))


def bar(part: int, whole: int, *, tone: str = "plain") -> SafeString:
    """A filled part of a whole, without words: whoever uses it writes them beside it."""
    share = 100 if whole <= 0 else min(max(round(100 * part / whole), 0), 100)
    return format_html(_BAR, tone, share)


def button(text: str, *, href: str, tone: str = "") -> SafeString:
    """A way onward that looks like one: `tone="quiet"` for the second choice."""
    return format_html(_BUTTON, tone, href, text)


@remembered
def moment(starts: datetime, ends: datetime, zone: str) -> SafeString:
    """When it is, in the zone where it is, with Japan time in small."""
    span = times.span(starts, ends, zone)
    there = format_html(_MOMENT, starts.isoformat(), span.there, span.zone)
    if not span.in_japan:
        return there
    return format_html(_IN_JAPAN, there, _("in Japan: {times}").format(times=span.in_japan))


@remembered
def day(on: date, zone: str = "", *, year: bool = True) -> str:
    """The day in words."""
    return times.day(_local(on, zone), year=year)


@remembered
def month(on: date, zone: str = "") -> str:
    """The month in words, for the heading above its events."""
    return times.month(_local(on, zone))


@remembered
def era_day(on: date, zone: str = "") -> str:
    """The day as a Japanese office writes it: 令和9年2月16日."""
    return times.era_day(_local(on, zone))


def bars(rows: Sequence[tuple[str, float]]) -> list[dict[str, object]]:
    """Where each bar of a chart stands: the longest takes 80 %, so that its figure still fits behind it."""
    most = max((value for _label, value in rows), default=0) or 1
    return [
        {"label": label, "value": value, "width": f"{80 * value / most:.1f}%", "top": 52 * index}
        for index, (label, value) in enumerate(rows)
    ]


def _local(on: date, zone: str) -> date:
    """The day it is there; a moment without its zone would be given the day of Greenwich by mistake."""
    if not isinstance(on, datetime):
        return on
    if not zone:
        raise ValueError("A moment has a day only in a zone: say which")
    return on.astimezone(times.as_zone(zone)).date()


def _places(left: int, size: int, waiting: int) -> str:
    if left > LAST_PLACES:
        return ngettext("{left} of {size} places left", "{left} of {size} places left", left).format(
            left=left, size=size
        )
    if left:
        return ngettext("{left} place left", "{left} places left", left).format(left=left)
    if waiting:
        return ngettext("Full, {waiting} waiting", "Full, {waiting} waiting", waiting).format(waiting=waiting)
    return _("Full")
