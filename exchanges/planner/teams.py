"""Who interprets what: teams of the right size, never in two places, with pauses and a longest day."""

from collections.abc import Iterator
from itertools import combinations

from ortools.sat.python import cp_model

from exchanges.planner.model import Model
from exchanges.planner.problem import Interpreter, Meeting, Mode

Works = dict[tuple[str, int], cp_model.IntVar]  # interpreter, number of the day
Duties = dict[tuple[str, str, int], cp_model.IntVar]  # meeting, interpreter, number of the day
Job = tuple[Meeting, cp_model.IntVar]


def add_teams(model: Model) -> Works:
    needing = [meeting for meeting in model.options.problem.meetings if meeting.interpreting]
    for meeting in needing:
        _add_team(model, meeting)
    for first, second in combinations(needing, 2):
        _keep_apart(model, first, second)
    duties = _add_duties(model)
    for meeting in needing:
        _fill_days(model, meeting, duties)
    return _add_days(model, duties)


def _add_team(model: Model, meeting: Meeting) -> None:
    size, held = model.options.team_size(meeting), model.held[meeting.key]
    if size is None:
        model.cp.add(held == 0)
        return
    for interpreter in model.options.problem.interpreters:
        if model.options.fits(interpreter, meeting):
            _add_member(model, meeting, interpreter)
    members = [serves for (key, _), serves in model.serves.items() if key == meeting.key]
    model.cp.add(sum(members) == size * held)
    _hold_pinned_team(model, meeting)


def _add_member(model: Model, meeting: Meeting, interpreter: Interpreter) -> None:
    starts = model.options.free_starts(interpreter, meeting)
    if starts:
        serves = model.serves[meeting.key, interpreter.key] = model.yes_or_no(f"{interpreter.key} at {meeting.key}")
        free = cp_model.Domain.from_values(starts)
        model.cp.add_linear_expression_in_domain(model.start[meeting.key], free).only_enforce_if(serves)
        model.cp.add_implication(serves, model.held[meeting.key])


def _hold_pinned_team(model: Model, meeting: Meeting) -> None:
    if meeting.pin and meeting.pin.team is not None:
        for interpreter in meeting.pin.team:
            model.cp.add(model.serves.get((meeting.key, interpreter), 0) == 1)


def _keep_apart(model: Model, first: Meeting, second: Meeting) -> None:
    """One person at both: one after the other, with time for the way and a pause."""
    shared = [
        i.key
        for i in model.options.problem.interpreters
        if {(first.key, i.key), (second.key, i.key)} <= model.serves.keys()
    ]
    if not shared or not _may_meet(model, first, second):
        return
    orders = [order for pair in ((first, second), (second, first)) for order in _order(model, *pair)]
    for interpreter in shared:
        model.cp.add_bool_or([~model.serves[first.key, interpreter], ~model.serves[second.key, interpreter], *orders])


def _order(model: Model, first: Meeting, second: Meeting) -> Iterator[cp_model.IntVar]:
    before = model.yes_or_no(f"{first.key} before {second.key}")
    least = model.start[first.key] + first.minutes + _between(model, first, second)
    model.cp.add(model.start[second.key] >= least).only_enforce_if(before)
    yield before


def _may_meet(model: Model, first: Meeting, second: Meeting) -> bool:
    """On different days nobody is in two places."""
    return bool(model.options.starts[first.key].keys() & model.options.starts[second.key].keys())


def _between(model: Model, first: Meeting, second: Meeting) -> int:
    return max(model.options.alone(first.place, second), _pause(model, first), _pause(model, second))


def _pause(model: Model, meeting: Meeting) -> int:
    return model.options.rule(meeting.interpreting.mode).pause if meeting.interpreting else 0


def _add_duties(model: Model) -> Duties:
    duties = {
        (key, interpreter, number): model.yes_or_no(f"{interpreter} at {key} on {number}")
        for key, interpreter in model.serves
        for number in model.options.starts[key]
    }
    for (key, interpreter), serves in model.serves.items():
        model.cp.add(sum(duties[key, interpreter, number] for number in model.options.starts[key]) == serves)
    return duties


def _fill_days(model: Model, meeting: Meeting, duties: Duties) -> None:
    """Implied, and said once more by day: it is what makes the bound of the fees a good one."""
    size = model.options.team_size(meeting)
    if size is None:
        return
    for number in model.options.starts[meeting.key]:
        team = sum(duty for (key, _, on), duty in duties.items() if (key, on) == (meeting.key, number))
        model.cp.add(team == size * model.on[meeting.key, number])


def _add_days(model: Model, duties: Duties) -> Works:
    by_day: dict[tuple[str, int], list[Job]] = {}
    for (key, interpreter, number), duty in duties.items():
        by_day.setdefault((interpreter, number), []).append((model.options.meetings[key], duty))
    return {day: _add_day(model, jobs) for day, jobs in by_day.items()}


def _add_day(model: Model, jobs: list[Job]) -> cp_model.IntVar:
    works = model.yes_or_no("works")
    for _, duty in jobs:
        model.cp.add_implication(duty, works)
    _limit_day(model, jobs)
    return works


def _limit_day(model: Model, jobs: list[Job]) -> None:
    """In each mode no more than its longest day, and in all together no more than the longest of the table."""
    rules = model.options.problem.rules
    for mode, rule in rules.items():
        model.cp.add(_minutes(jobs, mode) <= rule.longest_day)
    model.cp.add(_minutes(jobs, None) <= max(rule.longest_day for rule in rules.values()))


def _minutes(jobs: list[Job], mode: Mode | None) -> cp_model.LinearExprT:
    return sum(m.minutes * duty for m, duty in jobs if mode is None or (m.interpreting and m.interpreting.mode is mode))
