"""What the events app puts on the staff's start page."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clair_portal.backoffice.work import Figure, Panel, Tone, WorkItem
from clair_portal.directory.visibility import reach
from clair_portal.pages import times
from events.models import Event, Registration
from events.policy import EVENTS_EDIT, EVENTS_VIEW

SOON = timedelta(days=14)
WEEK = timedelta(days=7)


def cards(user: Any, at: datetime) -> Iterator[WorkItem | Figure]:
    """Drafts to finish, events of the next two weeks, what is on today, and how many people come this week."""
    if not reach(user, EVENTS_VIEW):
        return
    yield _coming_this_week(user, at)
    for event in Event.objects.visible_to(user).upcoming(at).for_pages().filter(starts_at__lt=at + SOON):
        yield _row(event, at)
    if reach(user, EVENTS_EDIT):
        for event in Event.objects.visible_to(user).upcoming(at).for_pages().filter(state=Event.State.DRAFT):
            yield _draft(event)


def _coming_this_week(user: Any, at: datetime) -> Figure:
    coming = Registration.objects.visible_to(user).live().filter(event__ends_at__gt=at, event__starts_at__lt=at + WEEK)
    return Figure(coming.count(), _("coming to events this week"), url=reverse("admin:events_event_changelist"))


def _row(event: Event, at: datetime) -> WorkItem:
    local = event.starts_at.astimezone(event.tz)
    is_today = local.date() == at.astimezone(event.tz).date()
    return WorkItem(
        panel=Panel.TODAY if is_today else Panel.NEXT,
        lead=times.clock(local) if is_today else "",
        due=event.starts_at,
        title=str(event),
        url=_address(event),
        note=_fullness(event),
        tag=event.get_state_display(),
        tone=Tone.GOOD if event.state == Event.State.PUBLISHED else Tone.LATE,
    )


def _draft(event: Event) -> WorkItem:
    return WorkItem(
        due=event.registration_opens_at,
        title=str(event),
        url=_address(event),
        note=_("Registration shall open then, but the event is not published."),
        tag=event.get_state_display(),
        tone=Tone.WAITING,
    )


def _fullness(event: Event) -> str:
    taken, size = event.places_gone, event.places_size
    if size is None:
        return ngettext("%(taken)d place taken", "%(taken)d places taken", taken) % {"taken": taken}
    return _("%(taken)d of %(size)d places taken") % {"taken": taken, "size": size}


def _address(event: Event) -> str:
    return reverse("admin:events_event_change", args=[event.pk])
