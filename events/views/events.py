"""The public pages of events: the list, one event, the calendar feed."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _
from django_countries import countries

from clair_portal.directory.models import Organisation
from clair_portal.pages import times
from clair_portal.pages.views import PUBLIC, Guarded, KeptPage, Page
from events import calendars, emails
from events.forms import EventFilter
from events.models import Event, Registration, TicketType
from events.models.events import EventQuerySet

SHOWN_AT_MOST = 100
SPOKEN = ("en", "ja", "de")


class EventList(Page):
    """What is coming, month by month, with filters that live in the address."""

    permission = PUBLIC
    template_name = "events/event_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        chosen = EventFilter(self.request.GET).chosen()
        coming = Event.objects.visible_to(self.request.user).announced().upcoming(now)
        events = list(coming.filtered(**chosen).for_pages()[:SHOWN_AT_MOST])
        return super().get_context_data(
            months=_by_month(events),
            chosen=chosen,
            choices=_filter_choices(coming, chosen, user=self.request.user),
            now=now,
            feed_query=self.request.GET.urlencode(),
            **kwargs,
        )


def _by_month(events: list[Event]) -> list[list[Event]]:
    """Events grouped by the month in which they start where they take place."""
    return [list(group) for _month, group in groupby(events, key=_month_there)]


def _month_there(event: Event) -> tuple[int, int]:
    there = event.starts_at.astimezone(event.tz)
    return there.year, there.month


@dataclass(frozen=True)
class Choice:
    """One filter: its name in the address, what it offers, and what is chosen."""

    name: str
    label: str
    any: str
    options: list[tuple[str, str]]
    chosen: str


def _filter_choices(coming: EventQuerySet, chosen: dict[str, Any], *, user: Any) -> list[Choice]:
    """What the filters offer: only what would find something."""
    facts = list(coming.values_list("country", "host_id", "starts_at"))
    hosts = Organisation.objects.visible_to(user).filter(pk__in={host for _country, host, _at in facts})
    hosts = hosts.by_name(get_language() or "en")
    months = sorted({at.astimezone(UTC).replace(day=1).date() for _country, _host, at in facts})
    codes = sorted({country for country, _host, _at in facts if country}, key=countries.name)
    spoken = [(code, get_language_info(code)["name_local"]) for code in SPOKEN]
    offered = [
        ("country", _("Country"), _("All countries"), [(code, countries.name(code)) for code in codes]),
        ("host", _("Host"), _("Any host"), [(str(host.pk), str(host)) for host in hosts]),
        ("month", _("Month"), _("Any month"), [(f"{month:%Y-%m}", times.month(month)) for month in months]),
        ("spoken", _("Language"), _("Any language"), spoken),
    ]
    return [Choice(*facts, chosen=str(chosen.get(facts[0], ""))) for facts in offered]


class EventPage(KeptPage):
    """One event, and beside it the reader's next step."""

    permission = PUBLIC
    template_name = "events/event.html"

    def stamp(self) -> Hashable:
        event = Event.objects.visible_to(self.request.user).filter(slug=self.kwargs["slug"])
        found = event.page_stamps().first()
        if found is None:
            raise Http404
        versions, *milestones = found
        now = timezone.now()
        return versions, *(moment <= now for moment in milestones)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        event = get_object_or_404(Event.objects.visible_to(self.request.user).for_pages(), slug=self.kwargs["slug"])
        now = timezone.now()
        ticket_types = list(TicketType.objects.offered_for([event]).with_places())
        return super().get_context_data(
            event=event,
            ticket_types=ticket_types,
            programme=event.programme.order_by("starts_at", "pk"),
            place_url=self._own_place(event),
            is_open=event.takes_registrations(now),
            has_room=any(ticket_type.free is None or ticket_type.free > 0 for ticket_type in ticket_types),
            is_over=event.ends_at <= now,
            opens_later=now < event.registration_opens_at,
            **kwargs,
        )

    def _own_place(self, event: Event) -> str:
        """The page of the place that the reader holds already, if any."""
        person = getattr(self.request.user, "person", None)
        own = Registration.objects.of(person).live().filter(event=event).first() if person else None
        return emails.place_path(own) if own else ""


class CalendarFeed(Guarded):
    """The public calendar, with the same filters as the list, for anybody's calendar program."""

    permission = PUBLIC

    def get(self, request: HttpRequest) -> HttpResponse:
        chosen = EventFilter(request.GET).chosen()
        since = _start_of_year(timezone.now())
        events = Event.objects.announced().filter(ends_at__gt=since).filtered(**chosen).order_by("starts_at", "pk")
        content = calendars.feed(
            events.select_related("host"), name=_("JLGC and JET alumni events"), language=get_language() or "en"
        )
        return HttpResponse(content, content_type="text/calendar; charset=utf-8")


def _start_of_year(at: datetime) -> datetime:
    return at.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
