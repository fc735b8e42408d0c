"""The papers from one version beside the programme itself: host letter, interpreter's and driver's sheet, name list."""

from itertools import groupby
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from clair_portal.directory import names
from clair_portal.directory.languages import in_language
from clair_portal.documents import rendering
from clair_portal.pages import times
from exchanges.models import Interpreter, Itinerary, ItineraryItem, Meeting
from exchanges.planning import attending, lines, ways
from exchanges.planning.printing import EMERGENCY, EMERGENCY_ELSEWHERE

DRIVERS = {"en": "en-gb", "de": "de"}
Pairs = list[tuple[str, str]]


def filename(itinerary: Itinerary, what: str) -> str:
    return f"{itinerary.case.number}-v{itinerary.number}-{what}.pdf"


def host_letter(itinerary: Itinerary, item: ItineraryItem, meeting: Meeting) -> bytes:
    """To the host of a meeting, in the language of its letters: who comes when, and what they would like to learn."""
    language = meeting.language
    with override(language):
        context = _frame(itinerary, language) | {
            "host": in_language(meeting.host.organisation, "name", language),
            "contact": meeting.contact_name,
            "when": _when(item),
            "facts": _filled([
                (_("Day and time"), _when(item)),
                (_("Place"), item.place),
                (_("Topic"), meeting.topic),
                (_("Your speaker"), meeting.speaker),
                (_("Interpreter"), _interpreters(item, language)),
            ]),
            "members": attending.rows(attending.at(item, itinerary.case.delegates.by_precedence()), language[:2]),
            "questions": attending.questions(itinerary.case.themes.in_order(), language),
            "contacts": _contacts(itinerary, language),
        }  # fmt: skip
    return rendering.render("exchanges/documents/host_letter.html", context, language=language)


def interpreter_sheet(itinerary: Itinerary, person: Interpreter) -> bytes:
    """For one interpreter, in their own language: their meetings, the people in all scripts, the questions."""
    language = person.person.language
    with override(language):
        own = [item for item in itinerary.items.for_pages().in_order() if person in item.team.all()]
        context = _frame(itinerary, language) | {
            "interpreter": names.formatted(person.person, language[:2], names.Context.LETTER),
            "meetings": [_meeting(item, item.meeting, language) for item in own if item.meeting],
            "members": attending.rows(itinerary.case.delegates.by_precedence(), "ja"),
            "questions": attending.questions(itinerary.case.themes.in_order(), "ja"),
            "contacts": _contacts(itinerary, language),
        }
    return rendering.render("exchanges/documents/interpreter_sheet.html", context, language=language)


def driver_sheet(itinerary: Itinerary, side: str) -> bytes:
    """For whoever drives: when to be where, whom to take how far, whom to ring. In English or German."""
    language = DRIVERS[side]
    with override(language):
        items = list(itinerary.items.for_pages().in_order())
        members = list(itinerary.case.delegates.by_precedence())
        head = next((member for member in members if member.role == "head"), None)
        context = _frame(itinerary, language) | {
            "days": _driven(itinerary, items),
            "facts": _filled([
                (_("Passengers"), str(len(members) or itinerary.case.party_size or "")),
                (_("Head of the party"), f"{head} ({head.title_en})" if head and head.title_en else str(head or "")),
                *_contacts(itinerary, language),
            ]),
        }  # fmt: skip
    return rendering.render("exchanges/documents/driver_sheet.html", context, language=language)


def name_list(itinerary: Itinerary) -> bytes:
    """出席者名簿: every member in order of precedence, three scripts, posts in Japanese and English."""
    context = _frame(itinerary, "ja") | {"members": attending.rows(itinerary.case.delegates.by_precedence(), "ja")}
    return rendering.render("exchanges/documents/name_list.html", context, language="ja")


def _frame(itinerary: Itinerary, language: str) -> dict[str, Any]:
    """What stands on every paper."""
    case = itinerary.case
    return {
        "case": case,
        "authority": in_language(case.authority, "name", language),
        "office": in_language(case.office, "name", language),
        "version": itinerary.number,
        "made": times.day(itinerary.made_at),
        "is_draft": itinerary.is_draft,
    }


def _when(item: ItineraryItem) -> str:
    return f"{times.day(item.local_start)}, {lines.clocks(item)} ({times.zone_name(item.zone)})"


def _interpreters(item: ItineraryItem, language: str) -> str:
    people = (names.formatted(one.person, language[:2], names.Context.PLAIN) for one in item.team.all())
    return ", ".join(people) or (
        _("We bring an interpreter.") if item.meeting and item.meeting.needs_interpreter else ""
    )


def _meeting(item: ItineraryItem, meeting: Meeting, language: str) -> dict[str, Any]:
    facts = (
        (_("Place"), item.place),
        (_("How to arrive"), meeting.arrival),
        (_("Topic"), meeting.topic),
        (_("Speaker"), meeting.speaker),
        (_("Contact person"), ", ".join(filter(None, (meeting.contact_name, meeting.contact_phone)))),
        (_("Who attends"), item.group or _("everybody")),
        (_("Remark"), item.note),
    )
    return {
        "when": _when(item),
        "host": in_language(meeting.host.organisation, "name", language),
        "facts": _filled(facts),
    }


def _driven(itinerary: Itinerary, items: list[ItineraryItem]) -> list[dict[str, Any]]:
    zone = items[0].tz if items else None
    legs = [(leg, leg.leaves_at.astimezone(zone), leg.arrives_at.astimezone(zone)) for leg in ways.of(itinerary, items)]
    phones = {item.place: item.meeting.contact_phone for item in items if item.meeting}
    return [
        {"heading": times.day(on), "rows": [_drive(*row, phones) for row in rows]}
        for on, rows in groupby(legs, key=lambda row: row[1].date())
    ]


def _drive(leg: ways.Leg, leaves_at: Any, arrives_at: Any, phones: dict[str, str]) -> dict[str, Any]:
    return {
        "leaves": times.clock(leaves_at), "arrives": times.clock(arrives_at), "start": leg.start, "end": leg.end,
        "who": leg.group or _("everybody"), "phone": phones.get(leg.end, ""), "minutes": leg.minutes,
    }  # fmt: skip


def _contacts(itinerary: Itinerary, language: str) -> Pairs:
    """Whom to ring on the day."""
    case = itinerary.case
    phone = settings.PORTAL_EMERGENCY_PHONES.get(str(case.office.country), "")
    return _filled([
        (_("Officer in charge"), str(case.owner.person) if case.owner else ""),
        (in_language(case.office, "name", language), ", ".join(filter(None, (phone, case.office.email)))),
        (_("Police, fire, ambulance"), EMERGENCY.get(str(case.country), EMERGENCY_ELSEWHERE)),
    ])  # fmt: skip


def _filled(rows: Any) -> Pairs:
    return [(label, value) for label, value in rows if value]
