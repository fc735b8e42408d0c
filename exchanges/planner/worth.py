"""What a plan is worth: the value of every goal, reckoned from the plan itself and not from the solver's variables."""

from itertools import pairwise

from exchanges.planner.options import Options
from exchanges.planner.outcome import Goal
from exchanges.planner.problem import LUNCH, Day, Item, Meeting, Plan, Priority, Problem

Visit = tuple[int, Meeting]


def worth(problem: Problem, plan: Plan) -> dict[Goal, int]:
    options, held = Options(problem), plan.by_meeting
    trips = _trips(options, plan)
    return {
        **_of_earlier_plan(problem, held),
        Goal.SHOULD: _left_out(problem, held, Priority.SHOULD),
        Goal.NICE: _left_out(problem, held, Priority.NICE),
        Goal.ON_THE_WAY: sum(_on_the_way(options, *trip) for trip in trips),
        Goal.COST: _fees(options, plan),
        Goal.FINISH: sum(_back(options, *trip) - trip[0].hours.start for trip in trips),
    }


def _of_earlier_plan(problem: Problem, held: dict[str, Item]) -> dict[Goal, int]:
    if problem.previous is None:
        return {}
    known = {meeting.key for meeting in problem.meetings}
    pairs = [(item, held.get(item.meeting)) for item in problem.previous.items if item.meeting in known]
    return {
        Goal.MOVED: sum(after is None or after.start != before.start for before, after in pairs),
        Goal.RESTAFFED: sum(after is None or after.team != before.team for before, after in pairs),
    }


def _left_out(problem: Problem, held: dict[str, Item], priority: Priority) -> int:
    return sum(m.weight for m in problem.meetings if m.priority is priority and m.key not in held)


def left_out(problem: Problem, meeting: Meeting) -> dict[Goal, int]:
    """What it costs not to hold this meeting."""
    was_planned = problem.previous is not None and meeting.key in problem.previous.by_meeting
    return {
        Goal.MOVED: int(was_planned),
        Goal.RESTAFFED: int(was_planned),
        Goal.SHOULD: meeting.weight if meeting.priority is Priority.SHOULD else 0,
        Goal.NICE: meeting.weight if meeting.priority is Priority.NICE else 0,
    }


def _trips(options: Options, plan: Plan) -> list[tuple[Day, list[Visit]]]:
    """Each party's each day out, its visits in order."""
    visits = sorted(((item.start, options.meetings[item.meeting]) for item in plan.items), key=lambda visit: visit[0])
    trips = [
        (day, [visit for visit in visits if _is_on(day, visit) and party.key in options.parties(visit[1])])
        for party in options.problem.parties
        for day in options.problem.days
    ]
    return [trip for trip in trips if trip[1]]


def _is_on(day: Day, visit: Visit) -> bool:
    return day.hours.holds(visit[0], visit[0] + visit[1].minutes)


def _leave(options: Options, day: Day, visits: list[Visit]) -> int:
    start, meeting = visits[0]
    return start - options.arrival(day.leaves_from, meeting)


def _back(options: Options, day: Day, visits: list[Visit]) -> int:
    start, meeting = visits[-1]
    return start + meeting.minutes + options.travel(meeting.place, day.returns_to)


def _on_the_way(options: Options, day: Day, visits: list[Visit]) -> int:
    """Time out less the meetings, and less a lunch if it finds room between two of them."""
    out = _back(options, day, visits) - _leave(options, day, visits)
    met = sum(meeting.minutes for _, meeting in visits)
    pairs = pairwise(visits)
    return out - met - (LUNCH if any(_has_lunch(options, day, *pair) for pair in pairs) else 0)


def _has_lunch(options: Options, day: Day, before: Visit, after: Visit) -> bool:
    if day.lunch is None:
        return False
    end, start = before[0] + before[1].minutes, after[0]
    room = start - end >= options.arrival(before[1].place, after[1]) + LUNCH
    return room and max(end, day.lunch.start) + LUNCH <= min(start, day.lunch.end)


def _fees(options: Options, plan: Plan) -> int:
    people = {interpreter.key: interpreter for interpreter in options.problem.interpreters}
    jobs = [(person, item) for item in plan.items for person in sorted(item.team)]
    days = {(person, _number(options, item)) for person, item in jobs}
    minutes = sum(people[person].minute_fee * options.meetings[item.meeting].minutes for person, item in jobs)
    return minutes + sum(people[person].day_fee for person, _ in days)


def _number(options: Options, item: Item) -> int:
    visit = (item.start, options.meetings[item.meeting])
    return next(number for number, day in enumerate(options.problem.days) if _is_on(day, visit))
