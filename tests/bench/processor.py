"""The processor time that processes have used, themselves and through their children, read from /proc."""

import os
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class _Process:
    parent: int
    ticks: int


def _read(folder: Path) -> _Process | None:
    """One process; None if it has just ended. What its ended children used is in its own row."""
    try:
        text = (folder / "stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return None
    facts = text.rpartition(")")[2].split()  # the name before it may hold anything
    user, system, childrens_user, childrens_system = map(int, facts[11:15])
    return _Process(int(facts[1]), user + system + childrens_user + childrens_system)


def _all() -> dict[int, _Process]:
    found = {int(folder.name): _read(folder) for folder in Path("/proc").glob("[0-9]*")}
    return {number: process for number, process in found.items() if process}


def seconds(*roots: int) -> float:
    """User and system time of these processes and all below them since each began."""
    processes = _all()
    family = set(roots)
    grown = True
    while grown:
        born = {number for number, process in processes.items() if process.parent in family} - family
        family |= born
        grown = bool(born)
    return sum(processes[number].ticks for number in family if number in processes) / TICKS
