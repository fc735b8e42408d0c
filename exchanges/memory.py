"""What the office remembers of its hosts, gathered for a page: who knows them, when last, what is promised, the story.

The meetings tell of every question and answer by themselves; `HostNote` holds what no meeting knows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, cast

from django.db.models import OuterRef, Prefetch, Subquery
from django.db.models.functions import Greatest, TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clair_portal.backoffice.story import who_is
from exchanges.models import Host, HostNote, Meeting, MeetingTransition
from exchanges.models.hosts import HostQuerySet
from exchanges.models.meetings import State, with_memory

KNOWN_BY = 3  # more names help nobody to decide whom to ask
LOOKED_AT = 8  # the newest lines and meetings of a host that name somebody


@dataclass(frozen=True)
class Line:
    """One thing between us and a host."""

    on: date
    what: str
    text: str
    who: str
    about: str = ""
    url: str = ""
    note: HostNote | None = None


def recalled(hosts: HostQuerySet) -> HostQuerySet:
    """Each host with `last_contact_on`, its open promises, and the newest lines and meetings, in three queries."""
    noted = HostNote.objects.filter(host=OuterRef("pk")).newest_first().values("happened_on")[:1]
    moved = MeetingTransition.objects.filter(subject__host=OuterRef("pk")).exclude(to_state=State.WANTED)
    last_moved = moved.order_by("-at", "-pk").values("at")[:1]
    meetings = Meeting.objects.select_related("case__owner__person").order_by("-created_at", "-pk")
    return (
        with_memory(hosts)
        .annotate(last_contact_on=Greatest(Subquery(noted), TruncDate(Subquery(last_moved))))
        .prefetch_related(
            Prefetch("notes", HostNote.objects.promised(), to_attr="promises"),
            Prefetch("notes", HostNote.objects.for_pages().newest_first()[:LOOKED_AT], to_attr="newest_notes"),
            Prefetch("meetings", meetings[:LOOKED_AT], to_attr="newest_meetings"),
        )
    )


def known_by(host: Any) -> list[str]:
    """Who on our side knows them: whoever wrote about them last, then whoever was in charge of their visits."""
    wrote = (note.noted_by for note in host.newest_notes)
    steered = (meeting.case.owner for meeting in host.newest_meetings)
    names = dict.fromkeys(who_is(user) for user in (*wrote, *steered) if user)
    return list(islice(names, KNOWN_BY))


def story(host: Host) -> list[Line]:
    """Everything between us and this host, the newest first."""
    lines = [*_noted(host), *_moved(host)]
    return sorted(lines, key=lambda line: line.on, reverse=True)


def _noted(host: Host) -> Iterator[Line]:
    for note in host.notes.for_pages().newest_first():
        about = str(note.case) if note.case else ""
        url = reverse("admin:exchanges_hostnote_change", args=[note.pk])
        yield Line(note.happened_on, note.get_kind_display(), note.text, who_is(note.noted_by), about, url, note)


def _moved(host: Host) -> Iterator[Line]:
    steps = MeetingTransition.objects.filter(subject__host=host).exclude(to_state=State.WANTED)
    for step in steps.select_related("by__person", "subject__case").order_by("-at", "-pk"):
        meeting = step.subject
        words = " – ".join(part for part in (meeting.topic, step.reason) if part)
        who = who_is(step.by) if step.by else str(_("the host"))
        url = reverse("admin:exchanges_meeting_change", args=[meeting.pk])
        state = cast("str", State(step.to_state).label)
        day = step.at.astimezone(timezone.get_current_timezone()).date()
        yield Line(day, state, words, who, str(meeting.case), url)
