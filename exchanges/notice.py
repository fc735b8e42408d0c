"""Whether a host gets the notice that it asks for: a sentence beside the times, and the office decides."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import ngettext

from exchanges.models import Host, Meeting

ASKING = frozenset({Meeting.State.WANTED, Meeting.State.ASKED, Meeting.State.SLOTS_OFFERED})


def warning(host: Host, starts: Iterable[datetime], zone: str, *, asked_on: date) -> str:
    """Names the times that come too soon for the host; empty when all keep its notice."""
    ready_on, days = host.ready_on(asked_on), (start.astimezone(ZoneInfo(zone)).date() for start in starts)
    soon = sorted({day for day in days if day < ready_on})
    if not soon:
        return ""
    return ngettext(
        "%(host)s asks for notice of %(count)d day, so from %(ready)s on. Too soon: %(days)s.",
        "%(host)s asks for notice of %(count)d days, so from %(ready)s on. Too soon: %(days)s.",
        host.lead_days,
    ) % {
        "host": host, "count": host.lead_days, "ready": date_format(ready_on),
        "days": ", ".join(date_format(day) for day in soon),
    }  # fmt: skip


def of_slots(meeting: Meeting, *, asked_on: date) -> str:
    """The same for the times written down, as long as the host is still to answer."""
    if meeting.state not in ASKING:
        return ""
    starts = list(meeting.slots.values_list("starts_at", flat=True))
    return warning(meeting.host, starts, meeting.zone, asked_on=asked_on)
