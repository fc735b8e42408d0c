"""The goals as expressions of the model, in the order in which they count."""

from ortools.sat.python import cp_model

from exchanges.planner.model import Model
from exchanges.planner.outcome import Goal
from exchanges.planner.problem import Item, Priority
from exchanges.planner.routes import Route
from exchanges.planner.teams import Works

Expression = cp_model.LinearExprT


def expressions(model: Model, routes: list[Route], works: Works) -> dict[Goal, Expression]:
    goals = _of_earlier_plan(model)
    goals[Goal.SHOULD] = _left_out(model, Priority.SHOULD)
    goals[Goal.NICE] = _left_out(model, Priority.NICE)
    goals[Goal.ON_THE_WAY] = sum(route.on_the_way for route in routes)
    goals[Goal.COST] = _fees(model, works)
    goals[Goal.FINISH] = sum(route.back - route.day.hours.start for route in routes)
    return goals


def _of_earlier_plan(model: Model) -> dict[Goal, Expression]:
    previous = model.options.problem.previous
    if previous is None:
        return {}
    items = [item for item in previous.items if item.meeting in model.held]
    return {
        Goal.MOVED: sum(1 - _stays(model, item) for item in items),
        Goal.RESTAFFED: sum(1 - _keeps_team(model, item) for item in items),
    }


def _stays(model: Model, item: Item) -> cp_model.IntVar:
    stays = model.yes_or_no(f"{item.meeting} stays")
    model.cp.add(model.start[item.meeting] == item.start).only_enforce_if(stays)
    model.cp.add_implication(stays, model.held[item.meeting])
    return stays


def _keeps_team(model: Model, item: Item) -> cp_model.IntVar:
    """Whoever was in the team and could not be any more is missing; whoever joins makes it another team."""
    keeps = model.yes_or_no(f"{item.meeting} keeps its team")
    able = {interpreter: serves for (meeting, interpreter), serves in model.serves.items() if meeting == item.meeting}
    model.cp.add_implication(keeps, model.held[item.meeting])
    if not item.team <= able.keys():
        model.cp.add(keeps == 0)
    for interpreter, serves in able.items():
        model.cp.add_implication(keeps, serves if interpreter in item.team else ~serves)
    return keeps


def _left_out(model: Model, priority: Priority) -> Expression:
    meetings = model.options.problem.meetings
    return sum(m.weight * (1 - model.held[m.key]) for m in meetings if m.priority is priority)


def _fees(model: Model, works: Works) -> Expression:
    interpreters = {interpreter.key: interpreter for interpreter in model.options.problem.interpreters}
    days = sum(interpreters[key].day_fee * does for (key, _), does in works.items())
    minutes = sum(
        interpreters[key].minute_fee * model.options.meetings[meeting].minutes * serves
        for (meeting, key), serves in model.serves.items()
    )
    return days + minutes
