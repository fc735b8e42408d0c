"""Tasks on the staff's start page: what is late, due today, or due within a week."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from clair_portal.backoffice.work import Panel, Tone, WorkItem
from clair_portal.directory.visibility import reach
from exchanges.models import CaseTask
from exchanges.policy import CASES_STEER

AHEAD = timedelta(days=7)
SHOWN_AT_MOST = 20
CLOSING = time(17)


def cards(user: Any, at: datetime) -> Iterator[WorkItem]:
    """The office's open tasks in this person's cases, and in those that nobody is in charge of."""
    if not reach(user, CASES_STEER):
        return
    soon = CaseTask.objects.visible_to(user).to_do().on_the_desk_of(user).filter(due_on__lte=at.date() + AHEAD)
    for task in soon.select_related("case").by_day()[:SHOWN_AT_MOST]:
        yield _row(task, at)


def _row(task: CaseTask, at: datetime) -> WorkItem:
    is_late = task.is_late(at.date())
    return WorkItem(
        panel=Panel.TODAY if task.due_on == at.date() else Panel.NEXT,
        due=datetime.combine(task.due_on, CLOSING, tzinfo=UTC) if task.due_on else None,
        title=str(task),
        url=reverse("admin:exchanges_visitcase_change", args=[task.case_id]) + "#tasks",
        note=str(task.case),
        tag=_("task"),
        tone=Tone.LATE if is_late else Tone.WAITING,
    )
