"""What the start page of the office shows of visits that are over: what has come of them is asked, and not said."""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clair_portal.backoffice.work import Figure, Tone, WorkItem
from clair_portal.directory.visibility import reach
from exchanges.models import FollowUp
from exchanges.policy import CASES_STEER

SHOWN_AT_MOST = 10


def cards(user: Any, at: datetime) -> Iterator[WorkItem | Figure]:
    """Follow-ups that are due and without an answer, the oldest first."""
    if not reach(user, CASES_STEER):
        return
    for one in FollowUp.objects.visible_to(user).open(at.date()).for_pages()[:SHOWN_AT_MOST]:
        asked = ngettext("%(months)d month after the visit", "%(months)d months after the visit", one.months)
        yield WorkItem(
            due=datetime.combine(one.due_on, time(17), tzinfo=UTC),
            title=_("What has come of %(case)s?") % {"case": one.case},
            url=reverse("exchanges:case", args=[one.case.number]),
            note=f"{one.case.authority}, {asked % {'months': one.months}}",
            tag=_("asked by mail") if one.asked_at else _("follow-up"),
            tone=Tone.WAITING,
        )
