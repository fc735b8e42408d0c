"""The start page "my work": values that the apps hand in, gathered for one person and one moment."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

Words = str | Promise


class Panel(Enum):
    """Where on the page a row stands."""

    NEXT = "next"  # what this person does next
    TODAY = "today"  # what happens today
    LOOK = "look"  # what went wrong and waits for a human being


class Tone(Enum):
    """What the colour of a tag or figure means; a word always goes with it."""

    PLAIN = ""
    GOOD = "good"
    WAITING = "waiting"
    LATE = "late"


@dataclass(frozen=True)
class WorkItem:
    """One row: when it is due (or `lead`, words in its place), what it is, where it opens."""

    title: Words
    url: str
    panel: Panel = Panel.NEXT
    due: datetime | None = None
    lead: Words = ""
    note: Words = ""
    tag: Words = ""
    tone: Tone = Tone.PLAIN

    def is_late(self, at: datetime) -> bool:
        """Whether its time is over, or will be before this day ends."""
        return self.due is not None and timezone.localdate(self.due) <= timezone.localdate(at)


@dataclass(frozen=True)
class Figure:
    """One of the numbers at the top; it opens the list that it counts."""

    number: int
    label: Words
    url: str = ""
    tone: Tone = Tone.PLAIN


Source = Callable[..., Iterable[WorkItem | Figure]]


@dataclass(frozen=True)
class Work:
    """Everything on the start page of one person."""

    at: datetime
    figures: list[Figure] = field(default_factory=list)
    next: list[WorkItem] = field(default_factory=list)
    today: list[WorkItem] = field(default_factory=list)
    look: list[WorkItem] = field(default_factory=list)


def gather(user: Any, *, at: datetime) -> Work:
    """Ask every source of `settings.PORTAL_WORK` what `user` should see at this moment."""
    found = [part for name in settings.PORTAL_WORK for part in import_string(name)(user, at)]
    rows = sorted((part for part in found if isinstance(part, WorkItem)), key=_by_due)
    upcoming = [row for row in rows if row.panel is Panel.NEXT]
    return Work(
        at=at,
        figures=[_late_or_due(upcoming, at), *(part for part in found if isinstance(part, Figure))],
        next=upcoming,
        today=[row for row in rows if row.panel is Panel.TODAY],
        look=[row for row in rows if row.panel is Panel.LOOK],
    )


def _by_due(row: WorkItem) -> tuple[bool, float]:
    return (row.due is None, row.due.timestamp() if row.due else 0.0)


def _late_or_due(rows: list[WorkItem], at: datetime) -> Figure:
    number = sum(row.is_late(at) for row in rows)
    return Figure(number, _("late or due today"), tone=Tone.LATE if number else Tone.PLAIN)
