"""What placement requests and answers to places put on the start page."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clair_portal.backoffice.work import Figure, Tone, WorkItem
from clair_portal.directory.visibility import reach
from jet.models import AllocationPlace, AllocationRun, Circumstance, PlacementRequest
from jet.policy import ALLOCATION_RUN, CIRCUMSTANCES_DECIDE, REQUESTS_ACCEPT, REQUESTS_ENDORSE

SHOWN_AT_MOST = 20
State = PlacementRequest.State
Answer = AllocationPlace.State
UNDER_WAY = (AllocationRun.State.DRAFT, AllocationRun.State.PROPOSED)


def cards(user: Any, _at: datetime) -> Iterator[WorkItem | Figure]:
    """Requests that wait for this person's branch or for headquarters; places that were given back."""
    yield from _for_the_branch(user)
    if reach(user, REQUESTS_ACCEPT).everywhere:
        yield from _for_headquarters(user)
    if reach(user, ALLOCATION_RUN).everywhere:
        yield from _answers(user)
        yield from _given_back(user)
    if reach(user, CIRCUMSTANCES_DECIDE).everywhere:
        yield from _before_the_panel(user)


def _for_the_branch(user: Any) -> Iterator[WorkItem]:
    own = reach(user, REQUESTS_ENDORSE).organisations
    if not own:
        return
    waiting = PlacementRequest.objects.visible_to(user).filter(state=State.SENT, branch__in=own)
    for asked in waiting.for_pages().order_by("created_at", "pk")[:SHOWN_AT_MOST]:
        yield WorkItem(
            title=_("Pass on the placement request of %(employer)s") % {"employer": asked.employer},
            url=reverse("jet:request", args=[asked.number]),
            note=f"{asked.number}, {asked.arrival_group}",
            tag=_("placement request"),
            tone=Tone.WAITING,
        )


def _for_headquarters(user: Any) -> Iterator[WorkItem]:
    """One row for each arrival group: there may be hundreds of requests."""
    waiting = PlacementRequest.objects.visible_to(user).filter(state=State.ENDORSED)
    groups = waiting.values("arrival_group", "arrival_group__year", "arrival_group__code").annotate(number=Count("pk"))
    for row in groups.order_by("arrival_group__arrives_on", "arrival_group")[:SHOWN_AT_MOST]:
        title = ngettext(
            "%(number)d placement request waits for headquarters",
            "%(number)d placement requests wait for headquarters",
            row["number"],
        )
        yield WorkItem(
            title=title % row,
            url=f"{reverse('jet:requests')}?state={State.ENDORSED}&arrival_group={row['arrival_group']}",
            note=f"{row['arrival_group__year']} {row['arrival_group__code']}",
            tag=_("placement request"),
            tone=Tone.WAITING,
        )


def _answers(user: Any) -> Iterator[Figure]:
    """How the places that are public now have been answered."""
    current = AllocationPlace.objects.visible_to(user).current().filter(request__isnull=False)
    counts = dict(current.values_list("state").annotate(Count("pk")).order_by())
    if counts:
        yield Figure(counts.get(Answer.RELEASED, 0), _("places not answered yet"), tone=Tone.WAITING)
        yield Figure(counts.get(Answer.ACCEPTED, 0), _("places accepted"), tone=Tone.GOOD)


def _given_back(user: Any) -> Iterator[WorkItem]:
    """Until a new run is made that does without those who withdrew."""
    without = ~Exists(AllocationPlace.objects.filter(run=OuterRef("pk"), participant=OuterRef(OuterRef("participant"))))
    newer = AllocationRun.objects.filter(without, base=OuterRef("run"), state__in=UNDER_WAY)
    withdrawn = AllocationPlace.objects.visible_to(user).current().filter(~Exists(newer), state=Answer.WITHDRAWN)
    rows = withdrawn.values("run__arrival_group__year", "run__arrival_group__code").annotate(number=Count("pk"))
    for row in rows.order_by("run__arrival_group__year", "run__arrival_group__code")[:SHOWN_AT_MOST]:
        title = ngettext(
            "%(number)d place was given back: run the allocation again",
            "%(number)d places were given back: run the allocation again",
            row["number"],
        )
        yield WorkItem(
            title=title % row,
            url=reverse("jet:allocation"),
            note=f"{row['run__arrival_group__year']} {row['run__arrival_group__code']}",
            tag=_("allocation"),
            tone=Tone.LATE,
        )


def _before_the_panel(user: Any) -> Iterator[WorkItem]:
    """Special circumstances on which this member has still to answer; the card says nothing about whose they are."""
    number = Circumstance.objects.visible_to(user).waiting_for(user).count()
    if number:
        title = ngettext(
            "%(number)d request for special circumstances waits for you",
            "%(number)d requests for special circumstances wait for you",
            number,
        )
        yield WorkItem(
            title=title % {"number": number},
            url=f"{reverse('jet:circumstances')}?mine=on",
            note=_("Two members decide on each."),
            tag=_("special circumstances"),
            tone=Tone.WAITING,
        )
