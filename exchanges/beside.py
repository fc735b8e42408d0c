"""What stands beside a case on both sites: its tasks, and the cases that belong to it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from clair_portal.pages import times
from exchanges.models import CaseLink, CaseTask, VisitCase
from exchanges.models.cases import OVER


@dataclass(frozen=True)
class TaskRow:
    """A task ready to be drawn."""

    task: CaseTask
    day: str
    is_late: bool
    who: str
    may_change: bool


@dataclass(frozen=True)
class LinkRow:
    """A link as the page of one of its cases tells it."""

    link: CaseLink
    words: str
    other: VisitCase
    may_go: bool


def around(case: VisitCase, user: Any, today: date) -> dict[str, Any]:
    """The tasks this person may see, the next one first, and the links to cases that they may know of."""
    return {"tasks": _tasks(case, user, today), "links": _links(case, user)}


def _tasks(case: VisitCase, user: Any, today: date) -> list[TaskRow]:
    found = CaseTask.objects.visible_to(user).filter(case=case).for_pages().by_day()
    is_over = case.state in OVER
    return [_row(task, today, is_over=is_over) for task in sorted(found, key=lambda task: task.is_done)]


def _row(task: CaseTask, today: date, *, is_over: bool) -> TaskRow:
    """Once the case is over, nothing is late any more and nothing is ticked."""
    day = times.day(task.due_on) if task.due_on else ""
    who = str(task.done_by.person or task.done_by.email) if task.done_by else ""
    return TaskRow(task, day, task.is_late(today) and not is_over, who, may_change=not is_over)


def _links(case: VisitCase, user: Any) -> list[LinkRow]:
    found = CaseLink.objects.visible_to(user).touching(case)
    return [LinkRow(link, *link.told_from(case), link.kind != CaseLink.Kind.MERGED) for link in found]
