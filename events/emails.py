"""The mails of the events app: each function returns one Message and sends nothing."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from clair_portal.accounts import links
from clair_portal.directory.languages import in_language
from clair_portal.mail.message import Message
from clair_portal.pages import times
from events.models import Event, Registration

Fact = dict[str, str]

PLACE_LINK = "events.place"
GUEST_LINK = "events.guest"


def registration_confirmed(registration: Registration) -> Message:
    """You have a place: when, where, the ticket, the calendar entry, and how to give it back."""
    return _to_guest(registration, "registration_confirmed", calendar="request", ticket=True)


def registration_cancelled(registration: Registration) -> Message:
    """Your place was given back."""
    return _to_guest(registration, "registration_cancelled", calendar="cancel")


def event_cancelled(registration: Registration, *, reason: str) -> Message:
    """The event does not take place; the reason is the organisers' own words."""
    return _to_guest(registration, "event_cancelled", calendar="cancel", reason=reason)


def guest_link(event: Event, *, email: str, language: str, occurrence: str) -> Message:
    """The link by which a guest without an account proves an address and goes on to the form."""
    path = reverse("events:guest", args=[links.token(GUEST_LINK, str(event.pk), email)])
    with override(language):
        context = _about(event, language) | {
            "facts": _when_and_where(event),
            "action_label": _("Go on to the form"),
            "action_url": settings.PORTAL_URL + path,
        }
    return Message(
        template="events/guest_link", to=email, language=language, key=f"events.guest_link:{occurrence}",
        context=context,
    )  # fmt: skip


def place_path(registration: Registration) -> str:
    """The page where the holder of a place sees it and can give it back, account or not."""
    return reverse("events:place", args=[links.token(PLACE_LINK, str(registration.uuid), registration.nonce)])


def _to_guest(registration: Registration, name: str, *, calendar: str, ticket: bool = False, **more: Any) -> Message:
    """A mail about a place, in the language in which the person registered."""
    uuid, event, language = str(registration.uuid), registration.event, registration.language
    attachments = [("events.invite", f"{uuid}/{calendar}")] + ([("events.ticket", uuid)] if ticket else [])
    with override(language):
        context = _about(event, language) | more
        context["facts"] = [*_when_and_where(event), *_of_the_place(registration)]
        context["action_label"] = _("See your place")
        context["action_url"] = settings.PORTAL_URL + place_path(registration)
    return Message(
        template=f"events/{name}", to=registration.email, language=language, key=f"events.{name}:{uuid}",
        person_id=registration.person_id, context=context, attachments=tuple(attachments),
    )  # fmt: skip


def _about(event: Event, language: str) -> dict[str, Any]:
    """What the sentences of a mail name, in the language that is active."""
    return {
        "title": in_language(event, "title", language),
        "host": in_language(event.host, "name", language),
        "day": times.day(event.starts_at.astimezone(event.tz), year=False),
        "city": event.city or _("online"),
        "event_url": settings.PORTAL_URL + reverse("events:event", args=[event.slug]),
    }


def _when_and_where(event: Event) -> list[Fact]:
    when = times.span(event.starts_at, event.ends_at, event.zone)
    return [
        {"label": _("When"), "value": f"{when.there} ({when.zone})", "note": _japan(when.in_japan)},
        {"label": _("Where"), "value": event.whereabouts if event.place else _("online"), "note": ""},
    ]


def _japan(words: str) -> str:
    return _("in Japan: %(when)s") % {"when": words} if words else ""


def _of_the_place(registration: Registration) -> list[Fact]:
    event, ticket_type = registration.event, registration.ticket_type
    facts = [
        {"label": _("You come as"), "value": in_language(ticket_type, "name", registration.language), "note": ""},
        {"label": _("Reference"), "value": registration.reference, "note": ""},
    ]
    if registration.is_live and event.join_url and ticket_type.takes_part_online:
        facts.append({"label": _("Link to take part"), "value": event.join_url, "note": ""})
    if registration.is_live:
        until = times.moment(event.cancel_until_at, event.zone)
        facts.append({"label": _("To give it back"), "value": _("by %(moment)s") % {"moment": until}, "note": ""})
    return facts
