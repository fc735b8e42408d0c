"""What the planner is asked: days, meetings, parties, places, interpreters and their rules, as plain values.

Time is a whole number of minutes that really pass, counted from one moment that the caller chooses (midnight before the
first day, say). The caller gets them by subtracting moments in UTC, never wall-clock times: a night in which the clocks
change is then 23 or 25 hours long, and a party that flies from London to Paris needs no second kind of time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

LUNCH = 45
SECURITY = 20
LARGE_PARTY = 8
LARGE_PARTY_EXTRA = 10


class Priority(Enum):
    MUST = "must"
    SHOULD = "should"
    NICE = "nice"


class Mode(Enum):
    CONSECUTIVE = "consecutive"
    WHISPERED = "whispered"
    SIMULTANEOUS = "simultaneous"


@dataclass(frozen=True, order=True)
class Window:
    """From `start` up to, not including, `end`."""

    start: int
    end: int

    def holds(self, start: int, end: int) -> bool:
        return self.start <= start and end <= self.end


@dataclass(frozen=True)
class Day:
    """A party leaves `leaves_from` no earlier than its `hours` begin and is at `returns_to` before they end."""

    key: str
    hours: Window
    leaves_from: str
    returns_to: str
    lunch: Window | None = None  # somewhere in it every party that is out has LUNCH minutes for itself
    closed: bool = False  # a holiday: only pinned meetings


@dataclass(frozen=True)
class Place:
    key: str
    security: bool = False  # whoever comes in from outside needs SECURITY minutes more


@dataclass(frozen=True)
class Party:
    """People who go about together: a sub-group, or one person, such as the head of party."""

    key: str
    size: int = 1


@dataclass(frozen=True)
class Interpreting:
    pair: frozenset[str]  # two languages
    mode: Mode = Mode.CONSECUTIVE


@dataclass(frozen=True)
class Pin:
    """Agreed with the host: stronger than offered windows and closed days. A team is pinned only if it is named."""

    start: int
    team: frozenset[str] | None = None


@dataclass(frozen=True)
class Meeting:
    key: str
    minutes: int
    place: str
    parties: frozenset[str]  # all of them attend
    windows: tuple[Window, ...]  # offered by the host: the whole meeting lies in one of them
    priority: Priority = Priority.MUST
    weight: int = 1  # among the shoulds, and among the nices
    needs_head: bool = False
    interpreting: Interpreting | None = None
    pin: Pin | None = None


@dataclass(frozen=True)
class Interpreter:
    key: str
    pairs: frozenset[frozenset[str]]
    modes: frozenset[Mode]
    available: tuple[Window, ...]
    day_fee: int = 0  # in the smallest coin, for every day worked
    minute_fee: int = 0


@dataclass(frozen=True)
class ModeRule:
    """How people work in one mode. `teams`: up to so many minutes, so many interpreters; longer is not allowed."""

    teams: tuple[tuple[int, int], ...]
    longest_day: int  # minutes that one person interprets on one day
    pause: int  # minutes between two meetings of one person, travel included

    def team(self, minutes: int) -> int | None:
        return next((people for up_to, people in self.teams if minutes <= up_to), None)


# What the associations advise; an office's own table is handed in instead.
RULES: Mapping[Mode, ModeRule] = {
    Mode.CONSECUTIVE: ModeRule(teams=((210, 1), (420, 2)), longest_day=420, pause=15),
    Mode.WHISPERED: ModeRule(teams=((40, 1), (240, 2), (360, 3)), longest_day=360, pause=15),
    Mode.SIMULTANEOUS: ModeRule(teams=((40, 1), (240, 2), (360, 3)), longest_day=360, pause=15),
}


@dataclass(frozen=True)
class Item:
    """One meeting of a plan: when it begins and who interprets."""

    meeting: str
    start: int
    team: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Plan:
    items: tuple[Item, ...] = ()

    @property
    def by_meeting(self) -> dict[str, Item]:
        return {item.meeting: item for item in self.items}


@dataclass(frozen=True)
class Problem:
    """Everything at once. `travel` holds minutes from place to place; without a way back the way there counts."""

    days: tuple[Day, ...]
    places: tuple[Place, ...]
    parties: tuple[Party, ...]
    meetings: tuple[Meeting, ...]
    travel: Mapping[tuple[str, str], int]
    interpreters: tuple[Interpreter, ...] = ()
    rules: Mapping[Mode, ModeRule] = field(default_factory=lambda: RULES)
    head: str = ""  # the party that joins meetings which need the head
    step: int = 15  # meetings begin on this grid, counted from the beginning of the offered window
    previous: Plan | None = None  # what has been planned before: change as little of it as possible
