"""Times on event pages that stand beside their date: a clock, a stretch, a moment."""

from datetime import datetime

from django import template

from clair_portal.pages import times

register = template.Library()


@register.simple_tag
def clock_at(at: datetime, zone: str) -> str:
    """14:00, on a clock in that zone."""
    return times.clock(at.astimezone(times.as_zone(zone)))


@register.simple_tag
def clock_span(starts: datetime, ends: datetime, zone: str) -> str:
    """14:00–19:30, on a clock in that zone."""
    return f"{clock_at(starts, zone)}–{clock_at(ends, zone)}"


@register.simple_tag
def moment_at(at: datetime, zone: str) -> str:
    """Mon 15 February 2027, 14:00 German time."""
    return times.moment(at, zone)
