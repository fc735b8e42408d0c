"""Portal and yardstick in turn, and what the pairs say: on a noisy machine only a ratio in the same minute counts."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median

from tests.bench import load, processor


@dataclass(frozen=True)
class Round:
    """One run of so many requests against one server."""

    rate: float
    p50: float
    p95: float
    cpu_ms: float
    unexpected: Counter[int]


@dataclass(frozen=True)
class Spread:
    """A figure of several rounds: its median, and how far it swung."""

    median: float
    lowest: float
    highest: float

    @classmethod
    def of(cls, figures: Iterable[float]) -> "Spread":
        known = sorted(figures)
        return cls(median(known), known[0], known[-1])

    def __str__(self) -> str:
        return f"{self.median:.4g} ({self.lowest:.4g}–{self.highest:.4g})"


@dataclass(frozen=True)
class Pairs:
    """The rounds of both, pair by pair."""

    portal: list[Round]
    yardstick: list[Round]

    @property
    def ratio(self) -> Spread:
        """How fast the portal is, in yardsticks: the median of the pairs, not the quotient of the medians."""
        return Spread.of(ours.rate / theirs.rate for ours, theirs in zip(self.portal, self.yardstick, strict=True))

    @property
    def portal_rate(self) -> Spread:
        return Spread.of(each.rate for each in self.portal)

    @property
    def yardstick_rate(self) -> Spread:
        return Spread.of(each.rate for each in self.yardstick)

    @property
    def cpu_ms(self) -> Spread:
        return Spread.of(each.cpu_ms for each in self.portal)

    @property
    def unexpected(self) -> Counter[int]:
        return sum((each.unexpected for each in (*self.portal, *self.yardstick)), Counter())


def percentile(figures: Iterable[float], share: float) -> float:
    """By nearest rank."""
    known = sorted(figures)
    return known[round(share * (len(known) - 1))]


def take(volley: load.Volley, *, cpu_seconds: float, expected: int) -> Round:
    """What one volley says. Any other status than the expected one is remembered."""
    count = len(volley.answers)
    times = [answer.seconds for answer in volley.answers]
    unexpected = Counter({status: times for status, times in volley.statuses.items() if status != expected})
    return Round(
        rate=count / volley.seconds,
        p50=1000 * percentile(times, 0.50),
        p95=1000 * percentile(times, 0.95),
        cpu_ms=1000 * cpu_seconds / count,
        unexpected=unexpected,
    )


@dataclass(frozen=True)
class Target:
    """A server under load: its port, the processes that work for it, and the answer it should give."""

    port: int
    processes: tuple[int, ...]
    expected: int

    def run(self, requests: list[bytes], connections: int) -> Round:
        before = processor.seconds(*self.processes)
        volley = load.fire(self.port, requests, connections=connections)
        return take(volley, cpu_seconds=processor.seconds(*self.processes) - before, expected=self.expected)


def alternate(portal: Callable[[], Round], yardstick: Callable[[], Round], rounds: int) -> Pairs:
    """Run both so many times; who goes first changes from pair to pair."""
    ours: list[Round] = []
    theirs: list[Round] = []
    for number in range(rounds):
        turns = [(portal, ours), (yardstick, theirs)]
        for run, kept in reversed(turns) if number % 2 else turns:
            kept.append(run())
    return Pairs(ours, theirs)
