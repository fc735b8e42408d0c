"""What visit support puts on the staff's start page."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from clair_portal.backoffice.work import Figure, Panel, Tone, WorkItem
from clair_portal.directory.visibility import reach
from exchanges.models import HostNote, VisitCase
from exchanges.policy import CASES_STEER

SHOWN_AT_MOST = 20
CLOSING = time(17)
PROMISES_SHOWN_BEFORE = timedelta(days=14)


def cards(user: Any, at: datetime) -> Iterator[WorkItem | Figure]:
    """Cases whose next step is the office's, the one that is due first at the top; and how many are open."""
    if not reach(user, CASES_STEER):
        return
    seen = VisitCase.objects.visible_to(user)
    yield Figure(seen.open().count(), _("open visit cases"), url=reverse("admin:exchanges_visitcase_changelist"))
    yield from _promises(user, at)
    for case in seen.with_the_office().for_pages().by_due_day()[:SHOWN_AT_MOST]:
        yield _row(case, at)


def _promises(user: Any, at: datetime) -> Iterator[WorkItem]:
    """What was promised to a host and is due within a fortnight, late, or for no day: whoever promised it."""
    due = Q(due_on__lte=at.date() + PROMISES_SHOWN_BEFORE) | Q(due_on=None)
    for promise in HostNote.objects.visible_to(user).promised().filter(due).for_pages()[:SHOWN_AT_MOST]:
        late = promise.is_overdue(at.date())
        yield WorkItem(
            due=_closing_of(promise.due_on),
            title=_("Promised to %(host)s: %(text)s") % {"host": promise.host, "text": promise.text},
            url=reverse("admin:exchanges_host_story", args=[promise.host_id]),
            note=str(promise.case or ""),
            tag=_("late") if late else _("promise"),
            tone=Tone.LATE if late else Tone.WAITING,
        )


def _row(case: VisitCase, at: datetime) -> WorkItem:
    owner = case.owner.person if case.owner else _("nobody")
    return WorkItem(
        panel=Panel.TODAY if case.answer_due_on and case.answer_due_on <= at.date() else Panel.NEXT,
        due=_closing_of(case.answer_due_on),
        title=str(case),
        url=reverse("admin:exchanges_visitcase_change", args=[case.pk]),
        note=_("%(authority)s; in charge: %(owner)s") % {"authority": case.authority, "owner": owner},
        tag=case.get_state_display(),
        tone=Tone.LATE if case.is_late(at.date()) else Tone.WAITING,
    )


def _closing_of(day: date | None) -> datetime | None:
    return datetime.combine(day, CLOSING, tzinfo=UTC) if day else None
