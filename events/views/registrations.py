"""Registering, the page of one's place, giving it back, and "my events"."""

from datetime import timedelta
from typing import Any

from allauth.core import ratelimit
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.views.generic.base import ContextMixin

from clair_portal.accounts import links
from clair_portal.documents import codes
from clair_portal.pages.views import PUBLIC, SIGNED_IN, ActionPage, FormPage, Guarded, Page, signed_in
from clair_portal.search.lookup import without_tokens
from events import calendars, emails
from events.actions import guests, registrations
from events.errors import AlreadyRegistered, AskedTooOften, NameMissing
from events.forms import GuestForm, GuestLinkForm, RegistrationForm
from events.models import Event, Registration, TicketType

LINKS_LIVE_FOR = timedelta(days=400)
GUEST_LINKS_LIVE_FOR = timedelta(hours=24)


class Registering(FormPage, abstract=True):
    """What both ways of registering share: the event's open ticket types and where one lands."""

    template_name = "events/register.html"

    @cached_property
    def ticket_types(self) -> list[TicketType]:
        """The ticket types of the page's event, and with them the event: one query, kept for the request."""
        found = TicketType.objects.offered_for(self.events())
        return list(without_tokens(found.select_related("event__host"), "event__host")) or _not_found()

    def events(self) -> Any:
        """The event this page is about, as a queryset of what the reader may see."""
        raise NotImplementedError

    @property
    def event(self) -> Event:
        return self.ticket_types[0].event

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"ticket_types": self.ticket_types}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_open = self.event.takes_registrations(timezone.now())
        ticket_types = TicketType.objects.offered_for([self.event]).with_places()
        return super().get_context_data(event=self.event, is_open=is_open, ticket_types=ticket_types, **kwargs)


class Register(Registering):
    """One page for somebody who is signed in."""

    permission = SIGNED_IN
    form_class = RegistrationForm

    def events(self) -> Any:
        return Event.objects.visible_to(self.request.user).filter(slug=self.kwargs["slug"])

    def perform(self, form: RegistrationForm) -> str:
        user = signed_in(self.request)
        if user.person is None:
            raise NameMissing
        try:
            registration = registrations.register(
                form.cleaned_data["ticket_type"], person=user.person, email=user.email,
                language=get_language() or user.language, note=form.cleaned_data["note"], by=user, at=timezone.now(),
            )  # fmt: skip
        except AlreadyRegistered:  # the form was sent twice: the same page both times
            registration = Registration.objects.of(user.person).live().for_pages().get(event=self.event)
        return emails.place_path(registration)


class AskForGuestLink(FormPage):
    """A guest says where the link shall go; the answer is the same for every address."""

    permission = PUBLIC
    form_class = GuestLinkForm
    template_name = "events/ask_guest_link.html"

    @cached_property
    def event(self) -> Event:
        return get_object_or_404(Event.objects.published().for_pages(), slug=self.kwargs["slug"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sent_to = self.request.session.pop("guest_link_sent_to", "")
        return super().get_context_data(event=self.event, sent_to=sent_to, **kwargs)

    def perform(self, form: GuestLinkForm) -> str:
        if not ratelimit.consume(self.request, action="guest_link"):
            raise AskedTooOften
        email = form.cleaned_data["email"]
        guests.send_link(self.event, email=email, language=get_language() or "en", at=timezone.now())
        self.request.session["guest_link_sent_to"] = email
        return self.request.path


class RegisterAsGuest(Registering):
    """The same page for a guest; the link in the mail proves the address."""

    permission = PUBLIC
    form_class = GuestForm

    @cached_property
    def proved(self) -> tuple[str, str]:
        """The event's primary key and the address that the link was made for."""
        subject = links.subject_of(emails.GUEST_LINK, self.kwargs["token"], valid_for=GUEST_LINKS_LIVE_FOR)
        event, email = subject or _not_found()
        return event, email

    def events(self) -> Any:
        return Event.objects.published().filter(pk=self.proved[0])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(email=self.proved[1], **kwargs)

    def perform(self, form: GuestForm) -> str:
        try:
            registration = guests.register(
                form.cleaned_data["ticket_type"], email=self.proved[1], family=form.cleaned_data["family"],
                given=form.cleaned_data["given"], note=form.cleaned_data["note"],
                language=get_language() or "en", at=timezone.now(),
            )  # fmt: skip
        except AlreadyRegistered:
            registration = Registration.objects.live().for_pages().at_address(self.proved[1]).get(event=self.event)
        return emails.place_path(registration)


class HoldsPlace(Guarded, ContextMixin, abstract=True):
    """Whoever holds the signed link of a place: it is in every mail about it, and in "my events"."""

    permission = PUBLIC

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facts = {"registration": self.registration, "event": self.registration.event, "token": self.kwargs["token"]}
        return super().get_context_data(**kwargs | facts)

    @cached_property
    def registration(self) -> Registration:
        subject = links.subject_of(emails.PLACE_LINK, self.kwargs["token"], valid_for=LINKS_LIVE_FOR)
        uuid, nonce = subject or _not_found()
        return get_object_or_404(Registration.objects.by_link(uuid, nonce).for_pages())


class Place(HoldsPlace, Page):
    """Somebody's place: when, where, the code for the door, and the way to give it back."""

    permission = PUBLIC
    template_name = "events/place.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        registration, now = self.registration, timezone.now()
        return super().get_context_data(
            code=codes.as_svg(codes.sign(registration.uuid, registration.nonce)) if registration.is_live else "",
            lets_cancel=registration.is_live and registration.event.lets_cancel(now),
            is_over=registration.event.ends_at <= now,
            **kwargs,
        )


class GiveBack(HoldsPlace, ActionPage):
    """Asks once whether the place shall be given back."""

    permission = PUBLIC
    template_name = "events/give_back.html"

    def done(self) -> str | None:
        return None if self.registration.is_live else self._place()

    def perform(self) -> str:
        user = signed_in(self.request) if self.request.user.is_authenticated else None
        registrations.cancel(self.registration, by=user, at=timezone.now())
        return self._place()

    def _place(self) -> str:
        return reverse("events:place", args=[self.kwargs["token"]])


class CalendarFile(HoldsPlace):
    """The place as a calendar file, to open on a phone."""

    permission = PUBLIC

    def get(self, _request: HttpRequest, **_kwargs: str) -> HttpResponse:
        method = "REQUEST" if self.registration.is_live else "CANCEL"
        content = calendars.invitation(self.registration, method=method, language=get_language() or "en")
        return HttpResponse(
            content,
            content_type=f"text/calendar; charset=utf-8; method={method}",
            headers={"Content-Disposition": f'attachment; filename="{self.registration.event.number}.ics"'},
        )


class MyEvents(Page):
    """The places of the person who is signed in, what is coming first."""

    permission = SIGNED_IN
    template_name = "events/my_events.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, user = timezone.now(), signed_in(self.request)
        own = list(Registration.objects.of(user.person).for_pages().soonest_first())
        places = [(registration, emails.place_path(registration)) for registration in own]
        return super().get_context_data(
            coming=[row for row in places if row[0].is_live and row[0].event.ends_at > now],
            earlier=[row for row in reversed(places) if not row[0].is_live or row[0].event.ends_at <= now],
            **kwargs,
        )


def _not_found() -> Any:
    raise Http404
