"""An independent check of a certificate, in plain whole numbers: it shares the data classes and nothing else.

Prices on the nodes of the network bound every allocation from below (weak duality). Where bound and value meet, it is
the best there is, and every optimum follows the prices: so the next goals are judged among the optima alone.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence

from jet.allocation.certificate import Certificate, Stage
from jet.allocation.problem import NOBODY, Link, Near, Otherwise, Participant, Place, Problem

MASK = (1 << 64) - 1
FIRST = ["promises", "placed", "must"]
THEN = ["at_worst", "ranks", "nice", "seed"]
ORDER = [*FIRST, "apart", "worst", *THEN]
Arc = list[int]  # tail, head, lower, upper
Row = dict[str, int]  # what one unit on an arc adds to each goal; nothing where it is not named


class Rejected(ValueError):
    """The certificate does not prove what it says."""


def verify_allocation(problem: Problem, certificate: Certificate) -> None:
    """Silent when the result is feasible, and as good as its certificate says; otherwise Rejected says why not."""
    _demand(problem.hash() == certificate.hash, "the input is not the one of the certificate")
    checked = _Check(problem, certificate)
    checked.feasible()
    checked.proof()


def _demand(condition: object, otherwise: str) -> None:
    if not condition:
        raise Rejected(otherwise)


class _Check:
    def __init__(self, problem: Problem, certificate: Certificate) -> None:
        self.problem, self.certificate = problem, certificate
        self.settled = {each.participant: each.place for each in problem.fixed}
        self.banned = {(ban.participant, ban.place) for ban in problem.bans}
        self.people_lots = [self._lot("participant", each.key) for each in problem.participants]
        self.place_lots = [self._lot("place", each.key) for each in problem.places]
        self.rows: dict[tuple[int, int], Row] = {}
        for person, place, rank in zip(problem.persons, problem.places_of, problem.ranks, strict=True):
            if self._may(problem.participants[person], problem.places[place]):
                self.rows[person, place] = self._row(person, place, rank)

    def _may(self, person: Participant, place: Place) -> bool:
        fits = place.required <= person.qualities and person.needs <= place.offers
        free = self.settled.get(person.key, place.key) == place.key and (person.key, place.key) not in self.banned
        return fits and free

    def _lot(self, what: str, key: str) -> int:
        text = f"{self.problem.seed}\n{what}\n{key}"
        return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")

    def _row(self, person: int, place: int, rank: int) -> Row:
        one, there = self.problem.participants[person], self.problem.places[place]
        odd, even = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9
        mixed = (self.people_lots[person] ^ (self.place_lots[place] * odd & MASK)) * even & MASK
        mixed = (mixed ^ (mixed >> 31)) * odd & MASK
        return {
            "promises": -int(one.key in self.settled), "rank": rank, "ranks": rank * one.weight,
            "at_worst": int(0 < rank == self.certificate.worst), "nice": -len(there.nice & one.qualities),
            "seed": mixed >> 48,
        }  # fmt: skip

    def feasible(self) -> None:
        """What was chosen is allowed, and counts what the certificate says."""
        chosen = self.certificate.chosen
        _demand(len(chosen) == len(self.problem.participants), "not every participant is mentioned once")
        pairs = [(person, place) for person, place in enumerate(chosen) if place != NOBODY]
        _demand(all(pair in self.rows for pair in pairs), "somebody is where they may not be")
        filled = Counter(place for _person, place in pairs)
        room = [each.capacity for each in self.problem.places]
        _demand(all(count <= room[place] for place, count in filled.items()), "a place has more people than posts")
        counted = self._counted(pairs, filled)
        kept = len(self.settled) + sum(least for _name, least in self.problem.floors)
        _demand(counted["promises"] == -kept, "a settled pair or a floor is not kept")
        broken = [link for link in self.problem.links if not self._honoured(link)]
        _demand(all(link.otherwise == Otherwise.SPLIT for link in broken), "a link is broken that may not be")
        counted["apart"] = len(broken)
        self.counted = counted
        _demand(tuple(self.certificate.values) == tuple((goal, counted[goal]) for goal in ORDER), "a value is wrong")

    def _counted(self, pairs: Sequence[tuple[int, int]], filled: Counter[int]) -> Row:
        rows = [self.rows[pair] for pair in pairs]
        counted = {goal: sum(row[goal] for row in rows) for goal in ("promises", *THEN[1:])}
        there = Counter(self.problem.places[place].prefecture for _person, place in pairs)
        counted["promises"] -= sum(min(least, there[name]) for name, least in self.problem.floors)
        counted["placed"] = len(self.problem.participants) - len(pairs)
        counted["must"] = -sum(min(each.must, filled[at]) for at, each in enumerate(self.problem.places))
        counted["worst"] = max((row["rank"] for row in rows), default=0)
        counted["at_worst"] = sum(0 < row["rank"] == counted["worst"] for row in rows)
        return counted

    def _honoured(self, link: Link) -> bool:
        at = {each.key: index for index, each in enumerate(self.problem.participants)}
        one, other = (self.certificate.chosen[at[key]] for key in (link.first, link.second))
        if NOBODY in (one, other):
            return one == other
        here, there = self.problem.places[one], self.problem.places[other]
        ends = {here.authority, there.authority}
        close = any({a, b} == ends and least <= link.minutes for a, b, least in self.problem.travel)
        in_one = link.near == Near.PREFECTURE and here.prefecture == there.prefecture
        return len(ends) == 1 or in_one or (link.near == Near.MINUTES and close)

    def proof(self) -> None:
        """Nothing better exists."""
        self.arcs, rows = self._network()
        self.costs = {goal: [row.get(goal, 0) for row in rows] for goal in (*FIRST, *THEN)}
        self.spans = {goal: self._span(costs) for goal, costs in self.costs.items()}
        first, then = self.certificate.first, self.certificate.then
        _demand([goal for s in (*first, *then) for goal in s.goals] == [*FIRST, *THEN], "goals are not all proved")
        every = [arc.copy() for arc in self.arcs]
        self._exact(every, first)
        if self.certificate.worst:
            self._nothing_below(first)
        self._close(every, self.certificate.worst)
        self._exact(every, then)
        alike = self._reaches((*first, *then))
        _demand(alike == self.certificate.proved, "the result is not what the bound says it is")
        _demand(alike or self.problem.links, "the result is not the optimum")

    def _reaches(self, stages: Sequence[Stage]) -> bool:
        """Whether the result is worth what the stages prove."""
        worth = all(sum(weight * self.counted[goal] for goal, weight in s.parts) == s.value for s in stages)
        return worth and self.counted["worst"] == self.certificate.worst and not self.counted["apart"]

    def _exact(self, arcs: list[Arc], stages: Sequence[Stage]) -> None:
        for stage in stages:
            _demand(self._bound(arcs, stage) == stage.value, f"the prices do not prove the value of {stage.goals}")

    def _network(self) -> tuple[list[Arc], list[Row]]:
        people, places = len(self.problem.participants), self.problem.places
        names = sorted({place.prefecture for place in places})
        at = {name: people + len(places) + index for index, name in enumerate(names)}
        end, floors = people + len(places) + len(names), dict(self.problem.floors)
        arcs: list[tuple[Arc, Row]] = [([p, people + j, 0, 1], row) for (p, j), row in self.rows.items()]
        arcs += [([person, end, 0, 1], {"placed": 1}) for person in range(people)]
        for index, place in enumerate(places):
            ends = people + index, at[place.prefecture]
            arcs.append(([*ends, 0, place.must], {"must": -1}))
            arcs.append(([*ends, 0, place.capacity - place.must], {}))
        arcs += [([at[name], end, 0, floors.get(name, 0)], {"promises": -1}) for name in names]
        arcs += [([at[name], end, 0, people], {}) for name in names]
        self.nodes = end + 1
        return [arc for arc, _row in arcs], [row for _arc, row in arcs]

    def _close(self, arcs: list[Arc], worst: int) -> None:
        for arc, row in zip(arcs, self.rows.values(), strict=False):  # the pairs come first
            if row["rank"] > worst:
                arc[3] = arc[2]

    def _nothing_below(self, first: Sequence[Stage]) -> None:
        """With a smaller worst rank, one of the first goals would fall short."""
        arcs = [arc.copy() for arc in self.arcs]
        self._close(arcs, self.certificate.worst - 1)
        for best, stage in zip(first, self.certificate.below, strict=False):
            _demand((best.goals, best.weights) == (stage.goals, stage.weights), "two stages are not alike")
            bound = self._bound(arcs, stage)
            if bound > best.value:
                return
            _demand(bound == best.value, "the prices below the worst rank prove nothing")
        raise Rejected("a smaller worst rank is not ruled out")

    def _bound(self, arcs: list[Arc], stage: Stage) -> int:
        """What no flow can undercut; afterwards only the optima are left in `arcs`."""
        price, people = stage.prices, len(self.problem.participants)
        _demand(len(price) == self.nodes, "there is not one price for each node")
        _demand(self._in_order(stage), "a goal does not outweigh what comes after it")
        total = people * price[-1] - sum(price[:people])
        for arc, cost in zip(arcs, self._packed(stage), strict=True):
            tail, head, lower, upper = arc
            surplus = cost + price[tail] - price[head]
            if surplus:
                arc[2:] = [lower, lower] if surplus > 0 else [upper, upper]
                total += surplus * arc[2]
        return total

    def _packed(self, stage: Stage) -> list[int]:
        columns = [[weight * cost for cost in self.costs[goal]] for goal, weight in stage.parts]
        return [sum(row) for row in zip(*columns, strict=True)]

    def _span(self, costs: Sequence[int]) -> int:
        """Each participant has one pair at most; every other arc can carry all it holds."""
        most: dict[int, int] = {}
        for (person, _place), cost in zip(self.rows, costs, strict=False):
            most[person] = max(most.get(person, 0), abs(cost))
        others = list(zip(costs, self.arcs, strict=True))[len(self.rows) :]
        return sum(most.values()) + sum(abs(cost) * arc[3] for cost, arc in others)

    def _in_order(self, stage: Stage) -> bool:
        """One unit of a goal is more than all that the goals after it can differ by."""
        most = [weight * self.spans[goal] for goal, weight in stage.parts]
        return all(weight > sum(most[at + 1 :]) for at, weight in enumerate(stage.weights))
