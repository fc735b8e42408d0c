"""The report of a journey (復命書), as far as the portal knows it: whoever travelled adds what they think of it.

The form of the field differs by language, so its headings are texts of their own and no translations.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import override

from clair_portal.directory.languages import in_language
from clair_portal.pages import times
from exchanges.models import CaseMessage, Delegate, Itinerary, Meeting, VisitCase
from exchanges.models.thanks import took_place
from exchanges.planning import lines

LANGUAGES = {"ja": "ja", "en": "en-gb"}
IMPRESSIONS, CONTENT, MATERIALS = 8, 2, 3  # lines left empty for whoever travelled

LABELS: dict[str, dict[str, str | tuple[str, ...]]] = {
    "ja": {
        "heading": "復　命　書",
        "dated": "令和　　年　　月　　日",
        "to": "　　　　　　　　　　　　様",
        "from": ("所属", "職名", "氏名"),
        "opening": "下記のとおり出張しましたので、復命します。",
        "follows": "記",
        "business": "用務",
        "place": "用務地",
        "period": "期間",
        "people": "出張者",
        "way": "行程",
        "way_columns": ("月日", "時刻", "内容", "場所"),
        "met": "面会先と内容",
        "met_columns": ("月日", "面会先", "用件・説明者", "内容"),
        "notes": "事務所の記録（内部用）",
        "impressions": "所感",
        "materials": "入手資料",
        "end": "以上",
    },
    "en": {
        "heading": "Report on a journey",
        "dated": "Date:",
        "to": "To:",
        "from": ("Department", "Post", "Name"),
        "opening": "I report on my official journey as follows.",
        "follows": "",
        "business": "Business",
        "place": "Places visited",
        "period": "Period",
        "people": "Travellers",
        "way": "Itinerary",
        "way_columns": ("Day", "Time", "What", "Place"),
        "met": "Whom we met, and what was said",
        "met_columns": ("Day", "Host", "Topic, speaker", "Content"),
        "notes": "Notes of the office (internal)",
        "impressions": "Impressions",
        "materials": "Documents received",
        "end": "",
    },
}


@dataclass(frozen=True)
class Section:
    """A numbered point: lines, or a table, or room to write."""

    label: str
    lines: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    empty_lines: int = 0


@dataclass(frozen=True)
class Report:
    """Everything on the page, in one language."""

    language: str
    labels: dict[str, str | tuple[str, ...]]
    sections: tuple[Section, ...]


def of_case(case: VisitCase, side: str, *, at: datetime, with_notes: bool) -> Report:
    """What is known. Notes that only the office reads go only into the office's own copy."""
    language = LANGUAGES[side]
    labels = LABELS[side]
    with override(language):
        known = [
            Section(_word(side, "business"), tuple(filter(None, (case.title, case.purpose)))),
            Section(_word(side, "place"), (_places(case, language, at),)),
            Section(_word(side, "period"), (_period(case, side),)),
            Section(_word(side, "people"), tuple(_person(one, side) for one in case.delegates.by_precedence())),
            _way(case, side),
            _met(case, side, at),
            *([_notes(case, side)] if with_notes else []),
            Section(_word(side, "impressions"), empty_lines=IMPRESSIONS),
            Section(_word(side, "materials"), empty_lines=MATERIALS),
        ]
    return Report(language, labels, tuple(known))


def _word(side: str, key: str) -> str:
    return str(LABELS[side][key])


def _columns(side: str, key: str) -> tuple[str, ...]:
    return tuple(LABELS[side][key])


def _places(case: VisitCase, language: str, at: datetime) -> str:
    """The country with its towns: that of the request, then those of the hosts."""
    towns = [case.city, *(one.host.city for one in _held(case, at))]
    found = list(dict.fromkeys(filter(None, towns)))
    between = "・" if language == "ja" else ", "
    return between.join([str(case.country.name), *found])


def _period(case: VisitCase, side: str) -> str:
    days = [_day(day, side) for day in dict.fromkeys((case.first_on, case.last_on)) if day]
    if not case.days:
        return "".join(days)
    length = (case.days[1] - case.days[0]).days + 1
    words = f"（{length}日間）" if side == "ja" else f" ({length} {'day' if length == 1 else 'days'})"
    return ("～" if side == "ja" else " – ").join(days) + words


def _day(day: date, side: str) -> str:
    return times.era_day(day) if side == "ja" else times.day(day)


def _person(one: Delegate, side: str) -> str:
    kanji = f"{one.family_kanji} {one.given_kanji}".strip()
    name = kanji if side == "ja" and kanji else str(one)
    return (
        "　".join(filter(None, (one.title_ja, name))) if side == "ja" else ", ".join(filter(None, (name, one.title_en)))
    )


def _way(case: VisitCase, side: str) -> Section:
    """The agreed programme, a row for each item."""
    agreed = Itinerary.objects.filter(case=case, state=Itinerary.State.AGREED).newest_first().first()
    items = agreed.items.for_pages().in_order() if agreed else ()
    language = LANGUAGES[side]
    rows = tuple(
        (times.day(one.local_start, year=False), lines.clocks(one), lines.headline(one, language), one.place)
        for one in items
    )
    return Section(_word(side, "way"), columns=_columns(side, "way_columns"), rows=_days_once(rows))


def _met(case: VisitCase, side: str, at: datetime) -> Section:
    """Each host with the topic; the content is for whoever was there to write."""
    language = LANGUAGES[side]
    rows = tuple(
        (times.day(one.starts_at.astimezone(one.tz), year=False), in_language(one.host.organisation, "name", language),
         "\n".join(filter(None, (one.topic, one.speaker))), "\n" * CONTENT)
        for one in _held(case, at) if one.starts_at
    )  # fmt: skip
    return Section(_word(side, "met"), columns=_columns(side, "met_columns"), rows=_days_once(rows))


def _notes(case: VisitCase, side: str) -> Section:
    written: Iterable[CaseMessage] = case.messages.filter(is_internal=True).order_by("written_at", "pk")
    return Section(_word(side, "notes"), tuple(one.text for one in written))


def _held(case: VisitCase, at: datetime) -> list[Meeting]:
    return list(took_place(Meeting.objects.filter(case=case).for_pages(), at))


def _days_once(rows: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """The day stands in the first of its rows only."""
    before = ["", *(row[0] for row in rows)]
    return tuple(("" if row[0] == day else row[0], *row[1:]) for row, day in zip(rows, before, strict=False))
