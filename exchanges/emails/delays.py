"""The mails on the day: the delegation comes later."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from clair_portal.directory.languages import in_language
from clair_portal.mail.message import Message
from clair_portal.pages import times
from exchanges.emails.hosts import host_path
from exchanges.emails.interpreters import offer_path
from exchanges.models import Assignment, ItineraryItem, Meeting


def host_late(item: ItineraryItem, meeting: Meeting, minutes: int) -> Message:
    """To the host's contact, in the language of the meeting's letters."""
    with override(meeting.language):
        context = _about(item, meeting, minutes, meeting.language) | {
            "action_label": _("Open the page of the meeting"),
            "action_url": settings.PORTAL_URL + host_path(meeting),
        }
    return Message(
        template="exchanges/host_late", to=meeting.contact_email, language=meeting.language,
        key=f"exchanges.host_late:{item.key}:{item.itinerary_id}:{minutes}", context=context,
    )  # fmt: skip


def interpreter_late(assignment: Assignment, item: ItineraryItem, minutes: int) -> Message:
    """To whoever interprets there, in their own language."""
    person = assignment.interpreter.person
    with override(person.language):
        context = _about(item, assignment.meeting, minutes, person.language) | {
            "action_label": _("See the assignment"),
            "action_url": settings.PORTAL_URL + offer_path(assignment),
        }
    return Message(
        template="exchanges/interpreter_late", to=person.email, language=person.language, person_id=person.pk,
        key=f"exchanges.interpreter_late:{assignment.uuid}:{item.itinerary_id}:{minutes}", context=context,
    )  # fmt: skip


def _about(item: ItineraryItem, meeting: Meeting, minutes: int, language: str) -> dict[str, Any]:
    """What the sentences name, in the language that is active."""
    expected = times.clock(item.local_start + timedelta(minutes=minutes))
    facts = (
        (_("Planned"), f"{times.day(item.local_start, year=False)}, {times.clock(item.local_start)}"),
        (_("Expected now"), f"{expected} ({times.zone_name(item.zone)})"),
        (_("Host"), in_language(meeting.host.organisation, "name", language)),
        (_("Topic"), meeting.topic),
        (_("Place"), item.place),
    )
    return {
        "authority": in_language(meeting.case.authority, "name", language),
        "minutes": minutes,
        "expected": expected,
        "facts": [{"label": label, "value": value, "note": ""} for label, value in facts if value],
    }
