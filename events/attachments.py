"""The files that travel with mails about a place; the outbox's worker asks for them when it sends."""

from django.utils.translation import override

from clair_portal.directory import names
from clair_portal.directory.languages import in_language
from clair_portal.documents import codes, rendering
from clair_portal.mail.attachments import Attachment
from clair_portal.pages import times
from events import calendars
from events.models import Registration


def ticket(reference: str, language: str) -> Attachment:
    """The ticket as a PDF. `reference` is the registration's uuid."""
    registration = Registration.objects.for_pages().get(uuid=reference)
    with override(language):
        facts = ticket_facts(registration, language)
    content = rendering.render("documents/ticket.html", {"ticket": facts}, language=language)
    return Attachment(f"{registration.event.number}-{registration.reference}.pdf", content, "application/pdf")


def invitation(reference: str, language: str) -> Attachment:
    """The calendar entry. `reference` is "<uuid>/request" or "<uuid>/cancel"."""
    uuid, _slash, method = reference.partition("/")
    registration = Registration.objects.for_pages().get(uuid=uuid)
    content = calendars.invitation(registration, method=method.upper(), language=language)
    return Attachment(
        f"{registration.event.number}.ics", content, f"text/calendar; method={method.upper()}; charset=utf-8"
    )


def ticket_facts(registration: Registration, language: str) -> dict[str, str]:
    """What stands on a ticket, in the language that is active; both scripts of a name, where both are known."""
    event, person = registration.event, registration.person
    when = times.span(event.starts_at, event.ends_at, event.zone)
    return {
        "number": registration.reference,
        "code_svg": codes.as_svg(codes.sign(registration.uuid, registration.nonce)),
        "name_latin": names.formatted(person, "en", names.Context.BADGE),
        "name_kanji": names.formatted(person, "ja", names.Context.BADGE) if person.family_kanji else "",
        "event_title": in_language(event, "title", language),
        "when_local": f"{when.there} ({when.zone})",
        "when_japan": when.in_japan,
        "place": event.place or event.join_url,
        "address": "\n".join(part for part in (event.address, event.city) if part),
        "ticket_type": in_language(registration.ticket_type, "name", language),
        "host": in_language(event.host, "name", language),
        "cancel_until": times.moment(event.cancel_until_at, event.zone),
        "note": "",
    }
