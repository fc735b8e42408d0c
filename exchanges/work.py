"""What visit support puts on the staff's start page."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from clair_portal.backoffice.work import Figure, Panel, Tone, WorkItem
from clair_portal.directory.visibility import reach
from exchanges.models import VisitCase
from exchanges.policy import CASES_STEER

SHOWN_AT_MOST = 20
CLOSING = time(17)


def cards(user: Any, at: datetime) -> Iterator[WorkItem | Figure]:
    """Cases whose next step is the office's, the one that is due first at the top; and how many are open."""
    if not reach(user, CASES_STEER):
        return
    seen = VisitCase.objects.visible_to(user)
    yield Figure(seen.open().count(), _("open visit cases"), url=reverse("admin:exchanges_visitcase_changelist"))
    for case in seen.with_the_office().for_pages().by_due_day()[:SHOWN_AT_MOST]:
        yield _row(case, at)


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
