"""Who interprets, for the planner: what a meeting needs, who has said yes, and the roster with its free time."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from typing import Any, cast

from exchanges.models import Absence, Assignment, Booking, Interpreter, Meeting, VisitCase
from exchanges.planner.problem import Day, Interpreting, Mode, Window
from exchanges.planner.problem import Interpreter as Person
from exchanges.planner.problem import Meeting as Wanted
from exchanges.planning.journey import Journey

JAPANESE = "ja"


def need(case: VisitCase, meeting: Meeting) -> Interpreting | None:
    """As somebody has agreed to do it; before that, between Japanese and the language of the host's letters."""
    taken = _taken(meeting)
    if taken:
        return Interpreting(frozenset(taken[0].pairs[0].split(">")), Mode(taken[0].mode))
    is_asked = VisitCase.Support.INTERPRETING in case.support and meeting.needs_interpreter
    language = meeting.language[:2]
    if not is_asked or language == JAPANESE:
        return None
    return Interpreting(frozenset({JAPANESE, language}), Mode.CONSECUTIVE)


def team(meeting: Meeting) -> frozenset[str] | None:
    """Who has said yes, once every seat is taken."""
    taken = _taken(meeting)
    is_full = bool(taken) and len(taken) >= taken[0].seats
    return frozenset(str(assignment.interpreter_id) for assignment in taken) if is_full else None


def can_serve(roster: Iterable[Person], meeting: Wanted) -> bool:
    """Whether anybody at all works in this language and mode; whether they are free is for the planner."""
    asked = meeting.interpreting
    return asked is None or any(asked.pair in person.pairs and asked.mode in person.modes for person in roster)


def roster(journey: Journey, days: Sequence[Day]) -> tuple[Person, ...]:
    """Everybody who takes assignments, and whoever has said yes to one of these meetings already."""
    engaged = _engaged(journey)
    active = Interpreter.objects.filter(is_active=True) | Interpreter.objects.filter(pk__in=engaged.keys())
    found = list(active.order_by("pk").prefetch_related("pairs"))
    busy = _busy(journey, days, [interpreter.pk for interpreter in found])
    return tuple(_person(one, engaged[one.pk], _free(days, busy[one.pk])) for one in found)


def _taken(meeting: Meeting) -> list[Assignment]:
    found: list[Assignment] = cast("Any", meeting).taken  # fetched along by journey.of()
    return found


def _engaged(journey: Journey) -> dict[int, list[Interpreting]]:
    """What each of them has agreed to do, whatever the roster says that they can."""
    found: dict[int, list[Interpreting]] = defaultdict(list)
    for meeting in journey.meetings:
        asked = need(journey.case, meeting)
        if asked:
            for assignment in _taken(meeting):
                found[assignment.interpreter_id].append(asked)
    return found


def _person(interpreter: Interpreter, agreed: list[Interpreting], free: tuple[Window, ...]) -> Person:
    ways = {(pair.source, pair.target) for pair in interpreter.pairs.all()}
    both = {frozenset(way) for way in ways if way[::-1] in ways}
    return Person(
        key=str(interpreter.pk),
        pairs=frozenset(both | {asked.pair for asked in agreed}),
        modes=frozenset({Mode(mode) for mode in interpreter.modes} | {asked.mode for asked in agreed}),
        available=free,
        day_fee=interpreter.day_rate or 0,
        minute_fee=0 if interpreter.day_rate else -(-interpreter.hour_rate // 60),
    )


def _busy(journey: Journey, days: Sequence[Day], keys: list[int]) -> dict[int, list[Window]]:
    """What holds them elsewhere: bookings of other cases, travel included."""
    span = journey.moment(days[0].hours.start), journey.moment(days[-1].hours.end)
    held = Booking.objects.during(*span).filter(kind=Booking.Kind.INTERPRETER, resource__in=keys)
    found: dict[int, list[Window]] = defaultdict(list)
    for booking in held.exclude(meeting__case=journey.case).order_by("starts_at", "pk"):
        found[booking.resource].append(Window(journey.minute(booking.starts_at), journey.minute(booking.ends_at)))
    for absence in Absence.objects.touching(*span).filter(interpreter__in=keys).order_by("first_on", "pk"):
        found[absence.interpreter_id].append(_away(journey, absence))
    return found


def _away(journey: Journey, absence: Absence) -> Window:
    """From midnight to midnight where the visit is."""
    first, after = absence.first_on, absence.last_on + timedelta(days=1)
    midnights = (datetime.combine(day, time.min, tzinfo=journey.tz) for day in (first, after))
    return Window(*map(journey.minute, midnights))


def _free(days: Iterable[Day], busy: Iterable[Window]) -> tuple[Window, ...]:
    free = [day.hours for day in days]
    for taken in busy:
        free = [part for window in free for part in _without(window, taken)]
    return tuple(free)


def _without(window: Window, taken: Window) -> list[Window]:
    parts = (Window(window.start, min(window.end, taken.start)), Window(max(window.start, taken.end), window.end))
    return [part for part in parts if part.start < part.end]
