"""The programme as a PDF (行程表): Japanese, English, or both side by side. What stands on it is put together here."""

from collections.abc import Callable, Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from clair_portal.directory.languages import in_language
from clair_portal.documents import rendering
from clair_portal.pages import times
from exchanges.models import Delegate, Itinerary, ItineraryItem
from exchanges.planning import differences, lines
from exchanges.planning.differences import Difference

SIDES = {"ja": ("ja",), "en": ("en-gb",), "both": ("ja", "en-gb")}
# Police, fire and ambulance: 112 throughout the European Union and in Norway.
EMERGENCY = {"GB": "999 / 112", "JP": "110 / 119"}
EMERGENCY_ELSEWHERE = "112"


def filename(itinerary: Itinerary, side: str) -> str:
    return f"{itinerary.case.number}-v{itinerary.number}-{side}.pdf"


def pdf(itinerary: Itinerary, side: str) -> bytes:
    """The PDF in one language, or with both columns. `itinerary` comes with its case's parties."""
    return rendering.render("exchanges/documents/itinerary.html", sheet(itinerary, side), language=SIDES[side][0])


def sheet(itinerary: Itinerary, side: str) -> dict[str, Any]:
    """Everything that is printed, each text once for every language of the sheet."""
    languages = SIDES[side]
    items = list(itinerary.items.for_pages().in_order())
    changes = changes_of(itinerary, items)
    return {
        "languages": languages,
        "is_both": len(languages) > 1,
        "heading": _each(languages, lambda _l: _("Programme of the visit")),
        "number": _each(languages, lambda _l: _version(itinerary)),
        "case": itinerary.case,
        "facts": _facts(itinerary, languages),
        "labels": _labels(languages),
        "members": [_member(one, languages) for one in _members(itinerary)],
        "changes": [_change(one, languages) for one in changes],
        "days": _days(items, {one.item.key: one for one in changes}, languages),
        "emergency": _emergency(itinerary, languages),
    }


def changes_of(itinerary: Itinerary, items: Iterable[ItineraryItem]) -> list[Difference]:
    """Since the version that the authority has seen before; none for the first one."""
    before = Itinerary.objects.before(itinerary).first()
    return differences.between(before.items.for_pages().in_order(), items) if before else []


def _each(languages: Iterable[str], words: Callable[[str], str]) -> list[dict[str, str]]:
    """One text in every language, without repeating what is the same in both."""
    found: dict[str, str] = {}
    for language in languages:
        with override(language):
            found.setdefault(words(language), language)
    return [{"text": text, "language": language} for text, language in found.items() if text]


def _version(itinerary: Itinerary) -> str:
    draft = _(" (draft)") if itinerary.is_draft else ""
    return _("Version %(number)d, %(day)s") % {"number": itinerary.number, "day": times.day(itinerary.made_at)} + draft


def _facts(itinerary: Itinerary, languages: Iterable[str]) -> list[dict[str, Any]]:
    case = itinerary.case
    owner = case.owner.person if case.owner else None
    rows: tuple[tuple[Callable[[str], str], Callable[[str], str]], ...] = (
        (lambda _l: _("Visit"), lambda _l: case.title),
        (lambda _l: _("Local authority"), lambda language: in_language(case.authority, "name", language)),
        (lambda _l: _("Dates"), lambda _l: _stretch(case.first_on, case.last_on)),
        (lambda _l: _("Country and town"), lambda _l: ", ".join(filter(None, (str(case.country.name), case.city)))),
        (lambda _l: _("Office in charge"), lambda language: in_language(case.office, "name", language)),
        (lambda _l: _("Officer in charge"), lambda _l: str(owner or "")),
        (lambda _l: _("Case number"), lambda _l: case.number),
    )
    found = [{"label": _each(languages, label), "value": _each(languages, value)} for label, value in rows]
    return [row for row in found if row["value"]]


def _stretch(first: date | None, last: date | None) -> str:
    days = [times.day(day) for day in dict.fromkeys((first, last)) if day]
    return " – ".join(days)


def _labels(languages: Iterable[str]) -> dict[str, Any]:
    return {
        "members": _each(languages, lambda _l: _("Members, in order of precedence")),
        "post": _each(languages, lambda _l: _("Post held")),
        "name": _each(languages, lambda _l: _("Full name")),
        "group": _each(languages, lambda _l: _("Sub-group")),
        "changes": _each(languages, lambda _l: _("Changes since the version before")),
        "emergency": _each(languages, lambda _l: _("In an emergency")),
        "nothing": _each(languages, lambda _l: _("No items are planned for this version.")),
    }


def _members(itinerary: Itinerary) -> list[Delegate]:
    return list(itinerary.case.delegates.by_precedence())


def _member(member: Delegate, languages: Iterable[str]) -> dict[str, Any]:
    kanji = f"{member.family_kanji} {member.given_kanji}".strip()
    return {
        "name": _each(languages, lambda language: kanji if language == "ja" and kanji else str(member)),
        "post": _each(languages, lambda language: in_language(member, "title", language)),
        "group": member.group,
    }


def _change(change: Difference, languages: Iterable[str]) -> list[dict[str, str]]:
    def words(language: str) -> str:
        when = f"{times.day(change.item.local_start, year=False)} {lines.clocks(change.item)}"
        return f"{when} {lines.headline(change.item, language)}: {lines.changed(change)}"

    return _each(languages, words)


def _days(items: list[ItineraryItem], changed: dict[Any, Difference], languages: tuple[str, ...]) -> list[Any]:
    found = groupby(items, key=lambda item: (item.local_start.date(), item.zone))
    return [
        _day(day, zone, [_row(item, changed.get(item.key), languages) for item in rows], languages)
        for (day, zone), rows in found
    ]


def _day(day: date, zone: str, rows: list[Any], languages: tuple[str, ...]) -> dict[str, Any]:
    heading = _each(languages, lambda _l: f"{times.day(day)} ({times.zone_name(zone)})")
    return {"heading": heading, "rows": rows}


def _row(item: ItineraryItem, difference: Difference | None, languages: Iterable[str]) -> dict[str, Any]:
    return {
        "clocks": lines.clocks(item),
        "kind": item.kind,
        "is_changed": difference is not None,
        "sides": [lines.told(item, language, difference) for language in languages],
    }


def _emergency(itinerary: Itinerary, languages: Iterable[str]) -> list[dict[str, Any]]:
    case = itinerary.case
    general = EMERGENCY.get(str(case.country), EMERGENCY_ELSEWHERE)
    phone = settings.PORTAL_EMERGENCY_PHONES.get(str(case.office.country), "")
    rows = (
        (lambda _l: _("Police, fire, ambulance"), general),
        (
            lambda language: in_language(case.office, "name", language),
            ", ".join(filter(None, (phone, case.office.email))),
        ),
    )
    return [{"label": _each(languages, label), "value": value} for label, value in rows if value]
