"""The rules that a plan can break, and one break of one of them."""

from dataclasses import dataclass
from enum import Enum


class Breach(Enum):
    UNKNOWN = "unknown"
    TWICE = "twice"
    MISSING = "missing"
    PIN_MOVED = "pin_moved"
    PIN_TEAM = "pin_team"
    WINDOW = "window"
    CLOSED = "closed"
    HOURS = "hours"
    OVERLAP = "overlap"
    TRAVEL = "travel"
    LUNCH = "lunch"
    TEAM_SIZE = "team_size"
    LANGUAGE = "language"
    MODE = "mode"
    AVAILABILITY = "availability"
    INTERPRETER_OVERLAP = "interpreter_overlap"
    INTERPRETER_PAUSE = "interpreter_pause"
    LONGEST_DAY = "longest_day"


@dataclass(frozen=True)
class Fault:
    breach: Breach
    meetings: tuple[str, ...]
    who: str = ""  # the party or the interpreter
