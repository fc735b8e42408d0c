"""The bundles that are still in question, and how promises are put to the test."""

from dataclasses import dataclass, field

from exchanges.planner.bundles import Bundle, detours_cost_time
from exchanges.planner.filling import day_alone, fill, is_impossible
from exchanges.planner.options import Options
from exchanges.planner.outcome import Status
from exchanges.planner.problem import Problem

BUILDING = 0.004  # what a day's model costs besides solving, in the same seconds


@dataclass
class Stock:
    """`effort` counts what has been spent on it."""

    problem: Problem
    bundles: list[Bundle]
    effort: float = 0.0
    plain: dict[int, bool] = field(default_factory=dict)  # days on which detours cost time, as far as asked

    def work_out(self, wanted: list[Bundle], limit: float) -> None:
        """`limit` is for the effort altogether."""
        for bundle in wanted:
            if bundle.plan is None and bundle in self.bundles:
                self._fill_in(bundle, limit)

    def _fill_in(self, bundle: Bundle, limit: float) -> None:
        """From now on the bundle is worth what it is, or is out of the question."""
        outcome = fill(day_alone(self.problem, bundle), limit - self.effort)
        self.effort += outcome.effort + BUILDING
        if outcome.status is Status.OPTIMAL:
            bundle.plan, bundle.worth = outcome.plan, {each.goal: each.value for each in outcome.goals}
        elif outcome.status is Status.IMPOSSIBLE:
            self._rule_out(bundle, limit)

    def _rule_out(self, bundle: Bundle, limit: float) -> None:
        """Together with every bundle of the day that holds what makes this one impossible."""
        self.bundles.remove(bundle)
        if self._is_plain(bundle.number):
            core = self._core(bundle, limit)
            self.bundles = [each for each in self.bundles if each.number != bundle.number or not core <= each.meetings]

    def _is_plain(self, number: int) -> bool:
        if number not in self.plain:
            self.plain[number] = detours_cost_time(Options(self.problem), number)
        return self.plain[number]

    def _core(self, bundle: Bundle, limit: float) -> frozenset[str]:
        """Meetings that cannot be together on this day, none of them to spare."""
        core = bundle.meetings
        for key in sorted(bundle.meetings):
            smaller = Bundle(bundle.number, core - {key})
            is_out, effort = is_impossible(day_alone(self.problem, smaller), limit - self.effort)
            self.effort += effort + BUILDING
            core = smaller.meetings if is_out else core
        return core
