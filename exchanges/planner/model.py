"""When each meeting is held, as variables of a constraint model."""

from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from exchanges.planner.options import Options
from exchanges.planner.problem import Meeting, Priority


@dataclass
class Model:
    """The constraint model while it grows: each module adds the variables that it is responsible for."""

    options: Options
    cp: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    start: dict[str, cp_model.IntVar] = field(default_factory=dict)
    held: dict[str, cp_model.IntVar] = field(default_factory=dict)
    on: dict[tuple[str, int], cp_model.IntVar] = field(default_factory=dict)  # meeting, number of the day
    at: dict[tuple[str, int], cp_model.IntVar] = field(default_factory=dict)  # meeting, beginning
    serves: dict[tuple[str, str], cp_model.IntVar] = field(default_factory=dict)  # meeting, interpreter

    def yes_or_no(self, name: str) -> cp_model.IntVar:
        return self.cp.new_bool_var(name)

    def days_of(self, meeting: Meeting) -> list[int]:
        return list(self.options.starts[meeting.key])


def is_required(meeting: Meeting) -> bool:
    """A pinned meeting is agreed with its host, whatever its priority was."""
    return meeting.priority is Priority.MUST or meeting.pin is not None


def add_meetings(model: Model) -> None:
    for meeting in model.options.problem.meetings:
        _add_meeting(model, meeting)


def _add_meeting(model: Model, meeting: Meeting) -> None:
    key, by_day = meeting.key, model.options.starts[meeting.key]
    model.held[key] = model.yes_or_no(f"held {key}")
    model.start[key] = model.cp.new_int_var_from_domain(_domain(model.options.all_starts(key) or [0]), f"start {key}")
    for day, starts in by_day.items():
        model.on[key, day] = model.yes_or_no(f"{key} on {day}")
        _add_beginnings(model, meeting, day, starts)
    model.cp.add(sum(model.on[key, day] for day in by_day) == model.held[key])
    if is_required(meeting):
        model.cp.add(model.held[key] == 1)


def _add_beginnings(model: Model, meeting: Meeting, day: int, starts: list[int]) -> None:
    """One variable for every beginning: more of them, but the bounds are far better than from `start` alone."""
    for start in starts:
        model.at[meeting.key, start] = begins = model.yes_or_no(f"{meeting.key} at {start}")
        model.cp.add(model.start[meeting.key] == start).only_enforce_if(begins)
    model.cp.add(sum(model.at[meeting.key, start] for start in starts) == model.on[meeting.key, day])


def _domain(values: list[int]) -> cp_model.Domain:
    return cp_model.Domain.from_values(values)
