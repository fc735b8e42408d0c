"""What reappointment puts on the start page: answers that are missing, and what headquarters must look at."""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Any

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clair_portal.backoffice.work import Panel, Tone, WorkItem
from clair_portal.directory.visibility import reach
from jet.actions.days import in_japan
from jet.models import Reappointment
from jet.models.reappointment_states import WAITING
from jet.policy import REAPPOINTMENTS_ANSWER, REAPPOINTMENTS_DECIDE

END_OF_DAY = time(14, 59)  # in Japan 23:59


def cards(user: Any, at: datetime) -> Iterator[WorkItem]:
    """An organisation's open answers; for headquarters one row for each kind of trouble near a deadline."""
    own = reach(user, REAPPOINTMENTS_ANSWER).organisations
    if own:
        yield from _to_answer(user, own, at)
    if reach(user, REAPPOINTMENTS_DECIDE).everywhere:
        yield from _early_warning(user, at)


def _to_answer(user: Any, own: frozenset[int], at: datetime) -> Iterator[WorkItem]:
    mine = Reappointment.objects.visible_to(user).of_others(user).undecided()
    silent = mine.filter(
        employer__organisation__in=own, authority_answer="", state__in=WAITING, due_on__gte=in_japan(at)
    )
    for row in silent.values("year").annotate(number=Count("pk"), first_on=Min("due_on")).order_by("year"):
        title = ngettext(
            "Say whether you offer another year to %(number)d participant",
            "Say whether you offer another year to %(number)d participants",
            row["number"],
        )
        yield WorkItem(
            title=title % row,
            url=f"{reverse('jet:reappointments')}?year={row['year']}&answer=none",
            due=datetime.combine(row["first_on"], END_OF_DAY, tzinfo=UTC),
            tag=_("reappointment"),
            tone=Tone.WAITING,
        )


def _early_warning(user: Any, at: datetime) -> Iterator[WorkItem]:
    found: Any = Reappointment.objects.visible_to(user).early_warning(in_japan(at))
    counted = found.order_by().values("year", "urgency").annotate(number=Count("pk"))
    for row in counted.order_by("year", "urgency"):
        yield WorkItem(
            title=_title(row["urgency"], row["number"]),
            url=reverse("jet:reappointment_round", args=[row["year"]]),
            panel=Panel.LOOK,
            note=str(row["year"]),
            tag=_("reappointment"),
            tone=Tone.LATE,
        )


def _title(urgency: int, number: int) -> str:
    titles = (
        ngettext(
            "%(number)d reappointment near its deadline: nobody has answered",
            "%(number)d reappointments near their deadline: nobody has answered",
            number,
        ),
        ngettext(
            "%(number)d reappointment near its deadline: one answer is missing",
            "%(number)d reappointments near their deadline: one answer is missing",
            number,
        ),
        ngettext(
            "%(number)d reappointment to be talked over or decided",
            "%(number)d reappointments to be talked over or decided",
            number,
        ),
    )
    return titles[urgency] % {"number": number}
