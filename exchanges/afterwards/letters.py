"""Letters of thanks: who gets one, what stands in it at first, and the printed page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import override

from clair_portal.directory import names
from clair_portal.directory.languages import in_language
from clair_portal.documents import rendering
from clair_portal.pages import times
from exchanges.afterwards.words import Occasion, letter
from exchanges.models import Meeting, ThankYou, VisitCase
from exchanges.models.thanks import LANGUAGES, took_place

TEMPLATE = "exchanges/documents/thanks.html"
CLOSINGS = frozenset({"敬具", "敬白", "謹言", "草々"})  # stand at the right end of their line


@dataclass(frozen=True)
class Thanked:
    """One contact of a host, the meetings with that contact, and the letter if it is written."""

    meetings: tuple[Meeting, ...]
    letter: ThankYou | None

    @property
    def first(self) -> Meeting:
        return self.meetings[0]

    @property
    def can_be_mailed(self) -> bool:
        meeting = self.meetings[0]
        return bool(meeting.contact_email) and not meeting.host.do_not_contact


def of_case(case: VisitCase, at: datetime) -> list[Thanked]:
    """Everybody to thank, in the order of the visit: two departments of one house get two letters."""
    held = list(took_place(Meeting.objects.filter(case=case).for_pages(), at))
    written = {one.meeting_id: one for one in ThankYou.objects.filter(case=case).for_pages()}
    groups: dict[tuple[int, str], list[Meeting]] = {}
    for meeting in held:
        groups.setdefault((meeting.host_id, meeting.contact_email.lower()), []).append(meeting)
    return [Thanked(tuple(group), _letter_of(group, written)) for group in groups.values()]


def first_text(meetings: Sequence[Meeting]) -> tuple[str, str]:
    """The language of the host's letters, and the usual words in it."""
    language = language_of(meetings[0])
    return language, letter(_occasion(meetings, language), language)


def language_of(meeting: Meeting) -> str:
    """One of the three that the office writes letters in; English for all others."""
    found = (known for known in LANGUAGES if known[:2] == meeting.language[:2])
    return next(found, LANGUAGES[0])


def pdf(one: ThankYou) -> bytes:
    """The letter on the office's paper. `one` comes with its meeting, host and parties."""
    return rendering.render(TEMPLATE, sheet(one), language=one.language)


def filename(one: ThankYou) -> str:
    return f"{one.case.number}-thanks-{one.pk}.pdf"


def sheet(one: ThankYou) -> dict[str, Any]:
    """Everything that is printed, in the letter's language."""
    language, meeting, case = one.language, one.meeting, one.case
    with override(language):
        day = times.era_day(_day_of(one)) if language == "ja" else times.day(_day_of(one))
    owner = case.owner.person if case.owner else None
    return {
        "is_japanese": language == "ja",
        "number": case.number,
        "day": day,
        "to_host": in_language(meeting.host.organisation, "name", language),
        "to_person": meeting.contact_name,
        "to_address": meeting.host.address,
        "paragraphs": _paragraphs(one.text),
        "office": in_language(case.office, "name", language),
        "office_email": case.office.email,
        "signed": names.formatted(owner, language[:2], names.Context.PLAIN) if owner else "",
    }


def _day_of(one: ThankYou) -> date:
    return (one.sent_at or one.written_at).astimezone(one.meeting.tz).date()


def _paragraphs(text: str) -> Iterable[dict[str, Any]]:
    lines = text.replace("\r\n", "\n").strip("\n").split("\n")
    return [{"text": line.rstrip(), "closes": line.strip() in CLOSINGS} for line in lines if line.strip()]


def _occasion(meetings: Sequence[Meeting], language: str) -> Occasion:
    case, first = meetings[0].case, meetings[0]
    head = case.delegates.heads().first()
    return Occasion(
        authority=in_language(case.authority, "name", language),
        contact=first.contact_name,
        title=in_language(head, "title", language) if head else "",
        topics=[one.topic for one in meetings],
        days=[one.starts_at.astimezone(one.tz).date() for one in meetings if one.starts_at],
        speakers=list(dict.fromkeys(one.speaker.split(",")[0].strip() for one in meetings if one.speaker)),
    )


def _letter_of(group: Sequence[Meeting], written: dict[int, ThankYou]) -> ThankYou | None:
    return next((written[one.pk] for one in group if one.pk in written), None)
