"""What the meetings are worth to the days: a bound on an aim, and the bundles that no better choice can hold.

A linear programme only proposes the prices. Bound and reduced costs are then reckoned from them in whole numbers, and
hold for any prices whatever (Lagrangian relaxation: M. L. Fisher, Management Science 27, 1981): no proof leans on
floating point.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from ortools.linear_solver.python import model_builder

from exchanges.planner.aims import Aim
from exchanges.planner.bundles import Bundle, Numbers
from exchanges.planner.outcome import Goal

SCALE = 10_000  # prices are whole multiples of its inverse


@dataclass(frozen=True)
class Offer:
    """The bundles to choose from. `spare` holds what leaving a meeting out costs; who must be held is not in it."""

    meetings: Sequence[str]
    spare: Mapping[str, Mapping[Goal, int]]
    bundles: Sequence[Bundle]

    @property
    def members(self) -> Numbers:
        """A row for each bundle, a column for each meeting."""
        rows = [[key in bundle.meetings for key in self.meetings] for bundle in self.bundles]
        return np.array(rows, dtype=np.int64).reshape(-1, len(self.meetings))

    def worths(self, aim: Aim) -> Numbers:
        return _weighed(aim, [bundle.worth for bundle in self.bundles])

    def losses(self, aim: Aim) -> Numbers:
        return _weighed(aim, self.spare.values())


def _weighed(aim: Aim, worths: Iterable[Mapping[Goal, int]]) -> Numbers:
    table = np.array([[worth.get(goal, 0) for goal in aim.goals] for worth in worths], dtype=np.int64)
    return table.reshape(-1, len(aim.goals)) @ np.array(list(aim.weights.values()), dtype=np.int64)


@dataclass(frozen=True)
class Prices:
    bound: int
    at_least: Numbers  # what the aim comes to, at least, with this bundle


def prices(offer: Offer, aim: Aim, held: Mapping[Aim, int]) -> Prices:
    """`held` are the aims before this one, and what they may come to."""
    for_meetings, for_aims = _proposed(offer, aim, held)
    worths, losses = offer.worths(aim) * SCALE, offer.losses(aim) * SCALE
    for each, price in for_aims.items():
        worths, losses = worths + price * offer.worths(each), losses + price * offer.losses(each)
    spared = losses - np.array([for_meetings[offer.meetings.index(key)] for key in offer.spare], dtype=np.int64)
    fixed = for_meetings.sum() - sum(price * held[each] for each, price in for_aims.items())
    return _reckoned(offer, worths - offer.members @ for_meetings, int(fixed + np.minimum(spared, 0).sum()))


def _reckoned(offer: Offer, reduced: Numbers, fixed: int) -> Prices:
    """Each day takes the bundle that pays best, or none: nothing can be better than that."""
    days = np.array([bundle.number for bundle in offer.bundles], dtype=np.int64)
    best = np.zeros(days.max(initial=0) + 1, dtype=np.int64)
    np.minimum.at(best, days, reduced)
    total = fixed + int(best.sum())
    return Prices(_in_whole(total), -((best[days] - reduced - total) // SCALE))


def _in_whole(scaled: int) -> int:
    return -(-scaled // SCALE)


def _proposed(offer: Offer, aim: Aim, held: Mapping[Aim, int]) -> tuple[Numbers, dict[Aim, int]]:
    """The dual values of the linear programme, rounded; without a solution nothing has a price."""
    model = model_builder.Model()
    chosen = [model.new_num_var(0, 1, "") for _ in offer.bundles]
    spared = {key: model.new_num_var(0, 1, "") for key in offer.spare}
    covers = _add_covers(model, offer, chosen, spared)
    _add_days(model, offer, chosen)
    limits = {each: model.add(_total(offer, each, chosen, spared) <= value) for each, value in held.items()}
    model.minimize(_total(offer, aim, chosen, spared))
    solver = model_builder.Solver("glop")
    if solver.solve(model) != model_builder.SolveStatus.OPTIMAL:
        return np.zeros(len(offer.meetings), dtype=np.int64), dict.fromkeys(held, 0)
    for_meetings = np.array([round(solver.dual_value(row) * SCALE) for row in covers], dtype=np.int64)
    return for_meetings, {each: max(0, round(-solver.dual_value(row) * SCALE)) for each, row in limits.items()}


Yes = model_builder.Variable


def _add_covers(
    model: model_builder.Model, offer: Offer, chosen: list[Yes], spared: Mapping[str, Yes]
) -> list[model_builder.LinearConstraint]:
    holding: dict[str, list[Yes]] = {key: [] for key in offer.meetings}
    for bundle, yes in zip(offer.bundles, chosen, strict=True):
        for key in bundle.meetings:
            holding[key].append(yes)
    sums = {key: [*holding[key], *([spared[key]] if key in spared else [])] for key in offer.meetings}
    return [model.add(model_builder.LinearExpr.sum(sums[key]) == 1) for key in offer.meetings]


def _add_days(model: model_builder.Model, offer: Offer, chosen: list[Yes]) -> None:
    for number in {bundle.number for bundle in offer.bundles}:
        today = [yes for bundle, yes in zip(offer.bundles, chosen, strict=True) if bundle.number == number]
        model.add(model_builder.LinearExpr.sum(today) <= 1)


def _total(offer: Offer, aim: Aim, chosen: list[Yes], spared: Mapping[str, Yes]) -> model_builder.LinearExprT:
    worths = [*offer.worths(aim).tolist(), *offer.losses(aim).tolist()]
    return model_builder.LinearExpr.weighted_sum([*chosen, *spared.values()], worths)
