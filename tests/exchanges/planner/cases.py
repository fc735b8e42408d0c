"""Random problems for the planner, from a seed: tiny ones for brute force, and whole journeys."""

from dataclasses import dataclass, replace
from random import Random

from exchanges.planner.problem import (
    Day,
    Interpreter,
    Interpreting,
    Item,
    Meeting,
    Mode,
    Party,
    Pin,
    Place,
    Plan,
    Priority,
    Problem,
    Window,
)

DAY = 24 * 60
JA_EN, JA_DE = frozenset({"ja", "en"}), frozenset({"ja", "de"})
HOTEL = "hotel"


@dataclass(frozen=True)
class Size:
    days: int
    meetings: int
    parties: int
    interpreters: int
    places: int


JOURNEY = Size(days=10, meetings=25, parties=3, interpreters=4, places=15)
TINY = Size(days=2, meetings=5, parties=2, interpreters=2, places=3)


def at(day: int, hour: int, minute: int = 0) -> int:
    return day * DAY + hour * 60 + minute


def day(number: int, *, closed: bool = False, lunch: bool = True) -> Day:
    window = Window(at(number, 12), at(number, 14)) if lunch else None
    return Day(f"day {number}", Window(at(number, 8), at(number, 19)), HOTEL, HOTEL, window, closed)


def meeting(key: str, *windows: Window, minutes: int = 60, place: str = "hall", parties: str = "A", **more) -> Meeting:
    """`parties` is one letter for each."""
    return Meeting(key, minutes, place, frozenset(parties), windows, **more)


def small(*meetings: Meeting, **more) -> Problem:
    """One day in one town: two parties, a hall 30 minutes from the hotel, a far place 75 from everywhere."""
    facts = {
        "days": (day(0),),
        "places": (Place(HOTEL), Place("hall"), Place("ministry", security=True), Place("far")),
        "parties": (Party("A", 4), Party("B", 4), Party("M")),
        "travel": {
            (HOTEL, "hall"): 30, (HOTEL, "ministry"): 30, (HOTEL, "far"): 75,
            ("hall", "ministry"): 15, ("hall", "far"): 75, ("ministry", "far"): 75,
        },
        "head": "M",
    }  # fmt: skip
    return Problem(meetings=meetings, **{**facts, **more})


def interpreter(key: str, *, pair: frozenset[str] = JA_EN, modes=tuple(Mode), **more) -> Interpreter:
    facts = {"available": (Window(0, 10 * DAY),), **more}
    return Interpreter(key, frozenset({pair}), frozenset(modes), **facts)


def journey(seed: int, size: Size = JOURNEY) -> Problem:
    """A delegation's visit: most hosts offered a few times, some only said on which mornings or afternoons."""
    rng = Random(seed)
    spots = {f"place {number}": (rng.randint(0, 40), rng.randint(0, 40)) for number in range(size.places)}
    spots[HOTEL] = (20, 20)
    days = tuple(_day(rng, number) for number in range(size.days))
    return Problem(
        days=days,
        places=tuple(Place(key, security=key != HOTEL and rng.random() < 0.3) for key in spots),
        parties=(*(Party(_letter(number), rng.randint(3, 7)) for number in range(size.parties)), Party("M")),
        meetings=tuple(_meeting(rng, number, days, size) for number in range(size.meetings)),
        travel={(a, b): _minutes(spots[a], spots[b]) for a in spots for b in spots},
        interpreters=tuple(_interpreter(rng, number, size) for number in range(size.interpreters)),
        head="M",
    )


def _letter(number: int) -> str:
    return "ABCDEFGH"[number]


def _minutes(one: tuple[int, int], other: tuple[int, int]) -> int:
    """Streets at right angles: about a minute and a half for each unit, and a little to set out."""
    distance = abs(one[0] - other[0]) + abs(one[1] - other[1])
    return 5 + distance * 3 // 2 if one != other else 0


def _day(rng: Random, number: int) -> Day:
    return replace(day(number), closed=number % 7 in {5, 6} or rng.random() < 0.03)


def _meeting(rng: Random, number: int, days: tuple[Day, ...], size: Size) -> Meeting:
    minutes = rng.choice((30, 45, 60, 60, 60, 90, 90, 120))
    count = rng.choice((1, 1, 1, 2, size.parties))
    return Meeting(
        key=f"meeting {number:02}",
        minutes=minutes,
        place=f"place {rng.randrange(size.places)}",
        parties=frozenset(_letter(party) for party in rng.sample(range(size.parties), min(count, size.parties))),
        windows=_windows(rng, days, minutes),
        priority=rng.choices((Priority.MUST, Priority.SHOULD, Priority.NICE), (3, 4, 3))[0],
        weight=rng.randint(1, 5),
        needs_head=rng.random() < 0.2,
        interpreting=_interpreting(rng) if rng.random() < 0.6 else None,
    )


def _interpreting(rng: Random) -> Interpreting:
    return Interpreting(JA_EN, rng.choices((Mode.CONSECUTIVE, Mode.WHISPERED, Mode.SIMULTANEOUS), (7, 2, 1))[0])


def _windows(rng: Random, days: tuple[Day, ...], minutes: int) -> tuple[Window, ...]:
    openly = [day for day in days if not day.closed]
    chosen = rng.sample(openly, min(len(openly), rng.randint(2, 5)))
    make = _slot if rng.random() < 0.6 else _half_day
    return tuple(sorted(make(rng, day, minutes) for day in chosen))


def _slot(rng: Random, day: Day, minutes: int) -> Window:
    start = day.hours.start + 60 + 30 * rng.randrange(16)
    return Window(start, start + minutes)


def _half_day(rng: Random, day: Day, minutes: int) -> Window:
    start = day.hours.start + rng.choice((60, 300))
    return Window(start, start + 240)


def _interpreter(rng: Random, number: int, size: Size) -> Interpreter:
    """Away on one day; every second one does not work in a booth."""
    away = rng.randrange(size.days)
    return interpreter(
        f"interpreter {number}",
        modes=tuple(Mode)[: 2 + number % 2],
        available=(Window(0, at(away, 0)), Window(at(away + 1, 0), at(size.days, 0))),
        day_fee=rng.choice((20_000, 25_000, 30_000)),
        minute_fee=rng.choice((80, 100)),
    )


def tiny(seed: int) -> Problem:
    """Two days, up to six meetings with few beginnings: small enough to try everything."""
    rng = Random(seed)
    problem = journey(seed, replace(TINY, meetings=rng.randint(3, 6)))
    meetings = tuple(replace(each, windows=_few(rng, each, problem)) for each in problem.meetings)
    return replace(problem, meetings=tuple(_maybe_pinned(rng, each) for each in meetings), step=60)


def _few(rng: Random, meeting: Meeting, problem: Problem) -> tuple[Window, ...]:
    day = rng.choice([day for day in problem.days if not day.closed] or [problem.days[0]])
    start = day.hours.start + 30 * rng.randint(2, 12)
    slot = _slot(rng, rng.choice(problem.days), meeting.minutes)
    return (Window(start, start + meeting.minutes + 60 * rng.randint(0, 2)), slot)


def _maybe_pinned(rng: Random, meeting: Meeting) -> Meeting:
    return replace(meeting, pin=Pin(meeting.windows[0].start)) if rng.random() < 0.15 else meeting


def without_time(problem: Problem, item: Item) -> Problem:
    """The host of one item can no longer do its time; a pin is lifted."""
    end = item.start + next(each.minutes for each in problem.meetings if each.key == item.meeting)
    return with_meeting(problem, item.meeting, lambda each: {"pin": None, "windows": _around(each, item.start, end)})


def _around(meeting: Meeting, start: int, end: int) -> tuple[Window, ...]:
    pieces = [(Window(w.start, min(w.end, start)), Window(max(w.start, end), w.end)) for w in meeting.windows]
    return tuple(piece for pair in pieces for piece in pair if piece.end - piece.start >= meeting.minutes)


def with_meeting(problem: Problem, key: str, change) -> Problem:
    """`change` gets the meeting and answers the fields that are different now."""
    meetings = tuple(replace(each, **change(each)) if each.key == key else each for each in problem.meetings)
    return replace(problem, meetings=meetings)


def crowded(seed: int) -> Problem:
    """A tiny one in which everything is a must: mostly too much."""
    problem = tiny(seed)
    return replace(problem, meetings=tuple(replace(each, priority=Priority.MUST) for each in problem.meetings))


def with_another_time(problem: Problem, plan: Plan) -> Problem:
    """The first item that is no must, and whose host offered other times, loses the one that it has."""
    optional = {each.key for each in problem.meetings if each.priority is not Priority.MUST and len(each.windows) > 2}
    return without_time(problem, next(item for item in plan.items if item.meeting in optional))


def overfull(seed: int) -> Problem:
    """A journey and the meetings of a second one, all of them musts: more than anybody can do."""
    one, other = journey(seed), journey(seed + 10_000)
    more = tuple(replace(each, key=f"also {each.key}") for each in other.meetings)
    return replace(one, meetings=tuple(replace(each, priority=Priority.MUST) for each in (*one.meetings, *more)))


def crooked(seed: int) -> Problem:
    """A tiny one in a town where a way round is often shorter than the direct one, and differs from the way back."""
    problem, rng = tiny(seed), Random(seed)
    return replace(problem, travel={way: rng.choice((5, 10, 20, 60, 90)) for way in problem.travel})
