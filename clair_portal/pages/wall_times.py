"""A time on a clock on a wall becomes a moment: skipped hours are refused, doubled hours are asked about."""

from datetime import UTC, datetime, tzinfo

from django.utils.translation import gettext_lazy as _

from clair_portal.pages import times
from clair_portal.workflow import DomainError


class NonExistentTime(DomainError):
    """The clocks go forward over this time."""

    message = _("This time does not exist: the clocks go forward over it that night. Choose an earlier or later time.")


class AmbiguousTime(DomainError):
    """The clocks go back over this time: it happens twice."""

    message = _("This time happens twice: the clocks go back that night. Choose which of the two is meant.")


def resolve_wall_time(naive: datetime, zone: str | tzinfo, fold: int | None = None) -> datetime:
    """The moment, in UTC, at which a clock in `zone` shows `naive`; `fold` 0 or 1 chooses between two such moments.

    UTC, because Python calls a moment in a doubled hour unequal to itself in another zone (PEP 495).
    """
    there = times.as_zone(zone)
    if not times.exists(naive, there):
        raise NonExistentTime
    first, second = (moment.astimezone(UTC) for moment in both(naive, there))
    if first == second:
        return first
    if fold is None:
        raise AmbiguousTime
    return second if fold else first


def both(naive: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    """The first and the second moment of a time that happens twice (the same moment for all others)."""
    return naive.replace(tzinfo=zone, fold=0), naive.replace(tzinfo=zone, fold=1)


def on_the_wall(at: datetime, zone: str | tzinfo) -> tuple[datetime, int | None]:
    """The naive time a clock in `zone` shows at that moment, and which of two it is where it happens twice."""
    local = at.astimezone(times.as_zone(zone))
    naive = local.replace(tzinfo=None, fold=0)
    first, second = both(naive, times.as_zone(zone))
    return naive, local.fold if first.utcoffset() != second.utcoffset() else None
