"""What a problem allows each meeting and pair of meetings: possible beginnings, ways between, fitting interpreters."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from exchanges.planner.problem import (
    LARGE_PARTY,
    LARGE_PARTY_EXTRA,
    SECURITY,
    Day,
    Interpreter,
    Meeting,
    Mode,
    ModeRule,
    Problem,
)


@dataclass(frozen=True)
class Options:
    """One problem, looked up."""

    problem: Problem

    @cached_property
    def meetings(self) -> dict[str, Meeting]:
        return {meeting.key: meeting for meeting in self.problem.meetings}

    @cached_property
    def secured(self) -> set[str]:
        return {place.key for place in self.problem.places if place.security}

    @cached_property
    def sizes(self) -> dict[str, int]:
        return {party.key: party.size for party in self.problem.parties}

    def travel(self, start: str, end: str) -> int:
        if start == end:
            return 0
        table = self.problem.travel
        minutes = table.get((start, end), table.get((end, start)))
        if minutes is None:
            raise ValueError(f"No travel time from {start} to {end}.")
        return minutes

    def parties(self, meeting: Meeting) -> frozenset[str]:
        """Who goes there, the head included where needed."""
        return meeting.parties | ({self.problem.head} if meeting.needs_head and self.problem.head else set())

    def arrival(self, start: str, meeting: Meeting) -> int:
        """Minutes that a party needs from `start` until it sits in the meeting."""
        if start == meeting.place:
            return 0
        is_large = sum(self.sizes[party] for party in self.parties(meeting)) > LARGE_PARTY
        return self._entering(start, meeting) + (LARGE_PARTY_EXTRA if is_large else 0)

    def alone(self, start: str, meeting: Meeting) -> int:
        """The same for an interpreter, who is a single person."""
        return 0 if start == meeting.place else self._entering(start, meeting)

    def _entering(self, start: str, meeting: Meeting) -> int:
        return self.travel(start, meeting.place) + (SECURITY if meeting.place in self.secured else 0)

    @cached_property
    def starts(self) -> dict[str, dict[int, list[int]]]:
        """Meeting → number of the day → beginnings, each reachable from the day's base and back in time."""
        return {key: dict(self._by_day(meeting)) for key, meeting in self.meetings.items()}

    def _by_day(self, meeting: Meeting) -> Iterator[tuple[int, list[int]]]:
        offered = {meeting.pin.start} if meeting.pin else set(self._offered(meeting))
        for number, day in enumerate(self.problem.days):
            if not day.closed or meeting.pin:
                found = sorted(start for start in offered if self._within(day, meeting, start))
                if found:
                    yield number, found

    def _offered(self, meeting: Meeting) -> Iterator[int]:
        for window in meeting.windows:
            yield from range(window.start, window.end - meeting.minutes + 1, self.problem.step)

    def _within(self, day: Day, meeting: Meeting, start: int) -> bool:
        leave = start - self.arrival(day.leaves_from, meeting)
        back = start + meeting.minutes + self.travel(meeting.place, day.returns_to)
        return day.hours.holds(leave, back)

    def all_starts(self, meeting: str) -> list[int]:
        return sorted(start for starts in self.starts[meeting].values() for start in starts)

    def rule(self, mode: Mode) -> ModeRule:
        return self.problem.rules[mode]

    def team_size(self, meeting: Meeting) -> int | None:
        """How many interpreters; None when no team may work that long. A pinned team has the size that it has."""
        if meeting.interpreting is None:
            return 0
        if meeting.pin and meeting.pin.team is not None:
            return len(meeting.pin.team)
        return self.rule(meeting.interpreting.mode).team(meeting.minutes)

    def fits(self, interpreter: Interpreter, meeting: Meeting) -> bool:
        need = meeting.interpreting
        return need is not None and need.pair in interpreter.pairs and need.mode in interpreter.modes

    def free_starts(self, interpreter: Interpreter, meeting: Meeting) -> list[int]:
        """Beginnings at which this interpreter is available to the end."""
        return [
            start
            for start in self.all_starts(meeting.key)
            if any(window.holds(start, start + meeting.minutes) for window in interpreter.available)
        ]
