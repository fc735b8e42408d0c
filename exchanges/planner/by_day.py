"""A programme put together from days: the days are chosen by what they promise, and worked out when they are chosen.

A choice that rests on promises alone is worked out, the promises give way to what is true, and the choice is made again
until one is true altogether. Promises are never too small, so that one is the best there is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from exchanges.planner.aims import Aim, aims
from exchanges.planner.bundles import Bundle, bundles, nights_are_long
from exchanges.planner.choosing import Choice, choose
from exchanges.planner.model import is_required
from exchanges.planner.options import Options
from exchanges.planner.outcome import Goal, Outcome, Status, reached
from exchanges.planner.outings import TooMany
from exchanges.planner.prices import Offer, Prices, prices
from exchanges.planner.problem import Item, Plan, Problem
from exchanges.planner.stock import Stock
from exchanges.planner.worth import left_out, worth

PRICING = 5e-6  # what a price costs for each bundle, in the solver's seconds
PATIENCE = 0.8  # the share of the limit after which days that still make no programme are given up
GUIDING = 0.3  # the most that is spent on a choice that only leads the way
NEAR = 50  # bundles within a fiftieth of the bound are chosen from first,
WIDER, MORE = 2, 1.5  # then from twice that, as soon as it lets in half as many again
CLOSE, FEW = 1000, 24  # promises are tested within a thousandth, so many at a time
SOME, MANY = 4, 40  # so often for a guide, which need not be exact, and for an aim
EVERYTHING = 2**62


@dataclass
class Search:
    """How far one search has come. `bundles` are those that the aims reached so far leave in question."""

    stock: Stock
    most: float
    plan: Plan | None = None
    bounds: dict[Goal, int] = field(default_factory=dict)
    held: dict[Aim, int] = field(default_factory=dict)
    start: int = 0  # what is already known of the aim that comes next
    is_impossible: bool = False

    @property
    def limit(self) -> float:
        return self.most if self.plan else PATIENCE * self.most

    @property
    def problem(self) -> Problem:
        return self.stock.problem

    @property
    def bundles(self) -> list[Bundle]:
        return self.stock.bundles

    @property
    def worth(self) -> dict[Goal, int]:
        return worth(self.problem, self.plan) if self.plan else {}

    @property
    def offer(self) -> Offer:
        return Offer([meeting.key for meeting in self.problem.meetings], self._spare(), self.bundles)

    def _spare(self) -> dict[str, dict[Goal, int]]:
        """Who may still be left out, now that some aims are held."""
        losses = {each.key: left_out(self.problem, each) for each in self.problem.meetings if not is_required(each)}
        return {
            key: loss for key, loss in losses.items() if all(aim.value(loss) <= most for aim, most in self.held.items())
        }

    def pursue(self, aim: Aim, solved: Aim) -> None:
        """`solved` begins with the goals of `aim` and may go further."""
        unit, bound, tested = solved.weights[aim.goals[-1]], self.start, -1
        tests = MANY if solved == aim else SOME
        while not self._is_settled(aim, bound // unit) and not self.is_impossible:
            priced = self._price(solved)
            bound = max(bound, priced.bound)
            if self.stock.effort >= self.limit:
                break
            if tests and priced.bound > tested and self._test_promises(priced, priced.bound):
                tested, tests = priced.bound, tests - 1
            else:
                bound = max(bound, self._improve(aim, solved, priced, bound))
        if self.plan is not None:
            self._price(solved)
            self.start = max(0, bound - unit * aim.value(self.worth))
            self._hold(aim, bound // unit)

    def _test_promises(self, priced: Prices, bound: int) -> bool:
        """Work out what the bound rests on: cheaper than another choice that rests on empty promises."""
        doubtful = self._doubtful(priced, bound + bound // CLOSE)
        self.stock.work_out(doubtful, self.limit)
        return bool(doubtful)

    def _doubtful(self, priced: Prices, most: int) -> list[Bundle]:
        pairs = sorted(zip(priced.at_least, range(len(self.bundles)), strict=True))
        near = (self.bundles[at] for least, at in pairs if least <= most)
        return list(islice((bundle for bundle in near if bundle.plan is None), FEW))

    def _is_settled(self, aim: Aim, bound: int) -> bool:
        return self.plan is not None and aim.value(self.worth) <= bound

    def _price(self, aim: Aim) -> Prices:
        """What no programme as good as the one at hand can hold is not looked at again."""
        self.stock.effort += PRICING * (len(self.bundles) + 100)
        priced = prices(self.offer, aim, self.held)
        if self.plan is None:
            return priced
        is_open = priced.at_least <= aim.value(self.worth)
        self.stock.bundles = [bundle for bundle, may_be in zip(self.bundles, is_open, strict=True) if may_be]
        return Prices(priced.bound, priced.at_least[is_open])

    def _improve(self, aim: Aim, solved: Aim, priced: Prices, bound: int) -> int:
        """The bound after another choice."""
        doubtful = self._doubtful(priced, max(bound, priced.bound))
        choice = self._choose(solved, priced, bound, is_guide=solved != aim)
        if solved == aim:
            bound = max(bound, choice.value if choice.is_proven else 0)
        else:
            choice, bound = self._made_sure(aim, choice, solved.weights[aim.goals[-1]], bound)
        self.is_impossible = choice.bundles is None and choice.is_proven
        if choice.bundles is not None:
            self._consider(choice.bundles)
        if not self._is_settled(solved, bound):
            self.stock.work_out(doubtful, self.limit)
        return bound

    def _made_sure(self, aim: Aim, guided: Choice, unit: int, bound: int) -> tuple[Choice, int]:
        """Where the guide has led to something that the bound does not prove, `aim` is solved as it is."""
        is_found, is_nothing = guided.bundles is not None, guided.bundles is None and guided.is_proven
        if is_nothing or (is_found and guided.value // unit <= bound // unit):
            return guided, bound
        sure = self._ask(aim, self.bundles)
        bound = max(bound, sure.value * unit if sure.is_proven else 0)
        is_better = not is_found or (sure.bundles is not None and sure.value < guided.value // unit)
        return (sure if is_better else guided), bound

    def _consider(self, chosen: list[Bundle]) -> None:
        """Work out what was chosen; if all of it can be, it is a programme."""
        self.stock.work_out(chosen, self.limit)
        if all(bundle.plan is not None for bundle in chosen):
            plan = Plan(tuple(sorted(_items(chosen), key=lambda item: (item.start, item.meeting))))
            if self.plan is None or list(worth(self.problem, plan).values()) < list(self.worth.values()):
                self.plan = plan

    def _choose(self, aim: Aim, priced: Prices, bound: int, *, is_guide: bool) -> Choice:
        """From the bundles near the bound if that is proof enough, else from more of them, in the end from all."""
        best = EVERYTHING
        for wider in self._reaches(aim, priced, bound):
            reach = min(wider, best)
            near = [bundle for bundle, least in zip(self.bundles, priced.at_least, strict=True) if least <= reach]
            choice = self._ask(aim, near, GUIDING if is_guide else EVERYTHING)
            best = choice.value if choice.bundles else best
            if not choice.is_proven or best <= (EVERYTHING - 1 if is_guide else reach):
                break
        return choice

    def _ask(self, aim: Aim, among: list[Bundle], limit: float = EVERYTHING) -> Choice:
        choice = choose(replace(self.offer, bundles=among), aim, self.held, min(limit, self.limit - self.stock.effort))
        self.stock.effort += choice.effort
        return choice

    def _reaches(self, aim: Aim, priced: Prices, bound: int) -> Iterator[int]:
        """Wider and wider, each letting in many more bundles than the one before."""
        room, known = max(1, bound % (aim.most[-1] + 1) // NEAR), 0
        while known * MORE < len(self.bundles):
            count = int((priced.at_least <= bound + room).sum())
            if count > known * MORE:
                known = count
                yield bound + room
            room *= WIDER
        yield EVERYTHING

    def _hold(self, aim: Aim, bound: int) -> None:
        """From now on nothing worse."""
        self.bounds |= aim.bounds(bound, self.worth)
        self.held[aim] = aim.value(self.worth)


def _items(chosen: Iterable[Bundle]) -> Iterator[Item]:
    for bundle in chosen:
        yield from bundle.plan.items if bundle.plan else ()


def search(problem: Problem, limit: float) -> Outcome | None:
    """An outcome without the reason, should it be impossible. None where days depend on each other or are too free."""
    options = Options(problem)
    listed = _listed(options)
    if not listed:
        return None
    search = Search(Stock(problem, listed), limit)
    for aim, solved in aims(problem):
        search.pursue(aim, solved)
        if search.plan is None:
            status = Status.IMPOSSIBLE if search.is_impossible else Status.UNDECIDED
            return Outcome(status, effort=search.stock.effort)
    return reached(search.plan, search.worth, search.bounds, search.stock.effort)


def _listed(options: Options) -> list[Bundle]:
    if not nights_are_long(options.problem):
        return []
    try:
        return bundles(options)
    except TooMany:
        return []
