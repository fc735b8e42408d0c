"""The hand-over book as a PDF (引継書): open cases with their next steps, promises, hosts, contacts, coming dates."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from clair_portal.directory.languages import in_language
from clair_portal.documents import rendering
from clair_portal.pages import times
from exchanges.handing import knowledge
from exchanges.models import CaseTask, Departure, HandedCase, Host, HostNote, Meeting, VisitCase

NOTES_A_HOST = 12


def filename(departure: Departure, language: str) -> str:
    return f"hand-over-{departure.last_on.isoformat()}-{language[:2]}.pdf"


def pdf(departure: Departure, language: str, at: datetime) -> bytes:
    """The book as things stand at this moment."""
    return rendering.render("exchanges/documents/hand_over.html", sheet(departure, language, at), language=language)


def sheet(departure: Departure, language: str, at: datetime) -> dict[str, Any]:
    """Everything that is printed, in one language. Dates to come are counted from `at`."""
    with override(language):
        handed = list(_handed(departure))
        keys = [one.case_id for one in handed]
        tasks, meetings = _tasks(keys), _meetings(keys, at)
        return {
            "departure": departure,
            "name": _called(departure.person, language),
            "last_day": times.day(departure.last_on),
            "made_on": times.day(at.date()),
            "cases": [_case(one, language, tasks) for one in handed],
            "promises": [_promise(one, language) for one in _promises(departure)],
            "hosts": [_host(host, language) for host in _hosts(departure)],
            "dates": _dates(handed, tasks, meetings, language, at.date()),
            "other": knowledge.other_work(departure.person, at),
        }


def _handed(departure: Departure) -> Iterable[HandedCase]:
    parties = ("case__authority", "case__office", "case__asked_by__person", "successor__person")
    found = HandedCase.objects.filter(departure=departure).select_related(*parties)
    return found.order_by("as_deputy", "case__first_on", "case_id")


def _tasks(cases: list[int]) -> dict[int, list[CaseTask]]:
    found: dict[int, list[CaseTask]] = {}
    for task in CaseTask.objects.filter(case__in=cases).to_do().by_day():
        found.setdefault(task.case_id, []).append(task)
    return found


def _meetings(cases: list[int], at: datetime) -> list[Meeting]:
    return list(Meeting.objects.filter(case__in=cases, starts_at__gte=at).live().for_pages().in_time_order())


def _promises(departure: Departure) -> Iterable[HostNote]:
    return HostNote.objects.filter(host__in=departure.hosts.all()).promised().for_pages()


def _hosts(departure: Departure) -> Iterable[Host]:
    return departure.hosts.all().for_pages().order_by("city", "pk").prefetch_related("notes")


def _case(one: HandedCase, language: str, tasks: dict[int, list[CaseTask]]) -> dict[str, Any]:
    case = one.case
    return {
        "title": f"{case.number} {case.title}",
        "state": case.get_state_display(),
        "facts": [fact for fact in _facts(one, language) if fact[1]],
        "steps": [_step(task, language) for task in tasks.get(case.pk, [])],
    }


def _facts(one: HandedCase, language: str) -> list[tuple[str, str]]:
    case, asker = one.case, one.case.asked_by
    waiting = case.get_waiting_for_display() if case.waiting_for else ""
    goes_to = _called(one.successor, language)
    return [
        (_("Goes to"), _("%(name)s (as deputy)") % {"name": goes_to} if one.as_deputy else goes_to),
        (_("Local authority"), in_language(case.authority, "name", language)),
        (_("Asked by"), ", ".join(filter(None, (_called(asker, language), asker.email)))),
        (_("Where and when"), _where_and_when(case)),
        (_("Waiting for"), waiting),
        (_("Answer due"), times.day(case.answer_due_on) if case.answer_due_on else ""),
    ]


def _where_and_when(case: VisitCase) -> str:
    days = [times.day(day) for day in dict.fromkeys((case.first_on, case.last_on)) if day]
    return ", ".join(filter(None, (case.city, str(case.country.name), " – ".join(days))))


def _step(task: CaseTask, language: str) -> dict[str, str]:
    return {
        "day": times.day(task.due_on) if task.due_on else "",
        "words": in_language(task, "name", language),
        "who": "" if task.who == CaseTask.Who.OFFICE else str(task.get_who_display()),
    }


def _promise(note: HostNote, language: str) -> dict[str, str]:
    return {
        "day": times.day(note.due_on) if note.due_on else "",
        "host": in_language(note.host.organisation, "name", language),
        "words": note.text,
    }


def _host(host: Host, language: str) -> dict[str, Any]:
    told = sorted(host.notes.all(), key=lambda note: (note.happened_on, note.pk), reverse=True)[:NOTES_A_HOST]
    return {
        "name": in_language(host.organisation, "name", language),
        "city": host.city,
        "contact": ", ".join(filter(None, (host.contact_name, host.contact_email))),
        "warning": host.do_not_contact,
        "remember": host.note,
        "notes": [{"day": times.day(n.happened_on), "kind": n.get_kind_display(), "words": n.text} for n in told],
    }


def _dates(
    handed: list[HandedCase], tasks: dict[int, list[CaseTask]], meetings: list[Meeting], language: str, today: date
) -> list[dict[str, str]]:  # fmt: skip
    """What comes next, day by day: tasks, meetings with their time at the place, the first days of visits."""
    numbers = {one.case_id: one.case.number for one in handed}
    found = [
        *((one.case.first_on, one.case.number, _("The delegation arrives")) for one in handed if one.case.first_on),
        *((task.due_on, numbers[task.case_id], in_language(task, "name", language))
          for rows in tasks.values() for task in rows if task.due_on),
        *((meeting.starts_at.astimezone(meeting.tz).date(), meeting.case.number, _appointment(meeting, language))
          for meeting in meetings if meeting.starts_at),
    ]  # fmt: skip
    ahead = sorted(row for row in found if row[0] >= today)
    return [{"day": times.day(day), "case": number, "words": words} for day, number, words in ahead]


def _appointment(meeting: Meeting, language: str) -> str:
    clock = f"{meeting.starts_at.astimezone(meeting.tz):%H:%M}" if meeting.starts_at else ""
    return f"{clock} {in_language(meeting.host.organisation, 'name', language)}: {meeting.topic}"


def _called(user: Any, language: str) -> str:
    """A colleague's name as a reader of this language writes it."""
    person = user.person
    if person is None:
        return str(user.email)
    kanji = f"{person.family_kanji} {person.given_kanji}".strip()
    return kanji if language.startswith("ja") and kanji else str(person)
