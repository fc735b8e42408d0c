"""One bundle for each day, so that every meeting is in one or left out: exactly the best choice for one aim."""

from collections.abc import Mapping
from dataclasses import dataclass

from ortools.sat.python import cp_model

from exchanges.planner.aims import Aim
from exchanges.planner.bundles import Bundle
from exchanges.planner.engine import solver_for
from exchanges.planner.prices import Offer


@dataclass(frozen=True)
class Choice:
    """`bundles` is None where nothing was found; `is_proven`: there is nothing better, or nothing at all."""

    bundles: list[Bundle] | None
    value: int
    is_proven: bool
    effort: float


@dataclass(frozen=True)
class Choosing:
    offer: Offer
    cp: cp_model.CpModel
    chosen: list[cp_model.IntVar]
    spared: dict[str, cp_model.IntVar]

    def total(self, aim: Aim) -> cp_model.LinearExprT:
        worths = [*self.offer.worths(aim).tolist(), *self.offer.losses(aim).tolist()]
        return cp_model.LinearExpr.weighted_sum([*self.chosen, *self.spared.values()], worths)

    def add_covers(self) -> None:
        holding: dict[str, list[cp_model.IntVar]] = {key: [] for key in self.offer.meetings}
        for bundle, yes in zip(self.offer.bundles, self.chosen, strict=True):
            for key in bundle.meetings:
                holding[key].append(yes)
        for key, yeses in holding.items():
            self.cp.add_exactly_one([*yeses, *([self.spared[key]] if key in self.spared else [])])

    def add_days(self) -> None:
        pairs = list(zip(self.offer.bundles, self.chosen, strict=True))
        for number in {bundle.number for bundle in self.offer.bundles}:
            self.cp.add_at_most_one([yes for bundle, yes in pairs if bundle.number == number])


def choose(offer: Offer, aim: Aim, held: Mapping[Aim, int], limit: float) -> Choice:
    cp = cp_model.CpModel()
    chosen = [cp.new_bool_var("") for _ in offer.bundles]
    choosing = Choosing(offer, cp, chosen, {key: cp.new_bool_var("") for key in offer.spare})
    choosing.add_covers()
    choosing.add_days()
    for each, value in held.items():
        cp.add(choosing.total(each) <= value)
    cp.minimize(choosing.total(aim))
    solver = solver_for(limit)
    solver.parameters.linearization_level = 2  # without it the bound of a set partitioning is worth nothing
    solver.parameters.cp_model_probing_level = 0  # costs more than the choice itself
    status = solver.solve(cp)
    is_found = status in {cp_model.OPTIMAL, cp_model.FEASIBLE}
    best = (
        [bundle for bundle, yes in zip(offer.bundles, chosen, strict=True) if solver.value(yes)] if is_found else None
    )
    value = round(solver.objective_value) if is_found else 0
    return Choice(best, value, status in {cp_model.OPTIMAL, cp_model.INFEASIBLE}, solver.deterministic_time)
