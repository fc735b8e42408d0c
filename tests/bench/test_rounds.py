"""The arithmetic of the rounds: pair by pair, and any wrong answer is remembered."""

from collections import Counter

from tests.bench.load import Answer, Volley
from tests.bench.rounds import Pairs, Round, Spread, alternate, percentile, take


def a_round(rate: float, *, wrong: int = 0) -> Round:
    return Round(rate=rate, p50=1.0, p95=2.0, cpu_ms=1000 / rate, unexpected=Counter({500: wrong} if wrong else {}))


def answers(*facts: tuple[int, float]) -> list[Answer]:
    return [Answer(status, seconds, b"", b"") for status, seconds in facts]


def test_a_volley_becomes_figures() -> None:
    volley = Volley(answers((200, 0.010), (200, 0.020), (200, 0.030), (200, 0.040)), 0.5)
    assert take(volley, cpu_seconds=0.006, expected=200) == Round(
        rate=8.0, p50=30.0, p95=40.0, cpu_ms=1.5, unexpected=Counter()
    )


def test_unexpected_answers_are_counted() -> None:
    volley = Volley(answers((303, 0.01), (422, 0.01), (0, 0.01), (422, 0.01)), 1.0)
    assert take(volley, cpu_seconds=0, expected=303).unexpected == {422: 2, 0: 1}


def test_the_ratio_is_the_median_of_the_pairs() -> None:
    """The quotient of the medians would be 100 / 200 = 0.5."""
    pairs = Pairs([a_round(90), a_round(100), a_round(300)], [a_round(100), a_round(200), a_round(250)])
    assert pairs.ratio == Spread(0.9, 0.5, 1.2)
    assert pairs.portal_rate == Spread(100, 90, 300)
    assert pairs.yardstick_rate == Spread(200, 100, 250)


def test_wrong_answers_of_either_side_spoil_the_pairs() -> None:
    pairs = Pairs([a_round(1, wrong=2)], [a_round(1, wrong=3)])
    assert pairs.unexpected == {500: 5}


def test_who_goes_first_changes_from_pair_to_pair() -> None:
    order: list[str] = []

    def portal() -> Round:
        order.append("portal")
        return a_round(10)

    def yardstick() -> Round:
        order.append("yardstick")
        return a_round(20)

    pairs = alternate(portal, yardstick, 3)
    assert order == ["portal", "yardstick", "yardstick", "portal", "portal", "yardstick"]
    assert [each.rate for each in pairs.portal] == [10, 10, 10]
    assert [each.rate for each in pairs.yardstick] == [20, 20, 20]


def test_percentiles_by_nearest_rank() -> None:
    figures = list(range(1, 101))
    assert (percentile(figures, 0.5), percentile(figures, 0.95), percentile([7.0], 0.95)) == (51, 95, 7.0)


def test_a_spread_in_words() -> None:
    assert str(Spread.of([3.0, 1.0, 2.0])) == "2 (1–3)"
