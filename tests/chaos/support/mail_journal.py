"""Reads the sink's journal: what was lost, what came twice, and whether each double has an excuse."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Taken:
    """One mail that the sink took over. `unsure`: the sender could not know, or died before it could write it down."""

    name: str
    unsure: bool


def read(journal: Path) -> dict[str, list[Taken]]:
    """Message-ID → every time it was taken, in order."""
    lines = [line.split() for line in journal.read_text().splitlines()] if journal.exists() else []
    last_words = _last_words(lines)
    found: dict[str, list[Taken]] = defaultdict(list)
    for number, (event, _, *name) in enumerate(lines):
        if name:
            found[name[0]].append(Taken(name[0], event == "cut" or number in last_words))
    return found


def _last_words(lines: list[list[str]]) -> set[int]:
    """The last mail of each connection that ended without a farewell: its sender was killed there."""
    last = {connection: number for number, (_, connection, *name) in enumerate(lines) if name}
    polite = {connection for event, connection, *_ in lines if event == "quit"}
    return {number for connection, number in last.items() if connection not in polite}


def doubles(found: dict[str, list[Taken]]) -> list[str]:
    return [name for name, times in found.items() if len(times) > 1]


def unexplained(found: dict[str, list[Taken]]) -> list[str]:
    """Doubles where the sender had its answer and the time to write it down, and yet sent again."""
    return [name for name, times in found.items() if not all(taken.unsure for taken in times[:-1])]
