"""Bounds and what each bundle would come to hold whatever the linear programme proposes; the choice is the best."""

from itertools import product
from random import Random

import pytest

from exchanges.planner.aims import Aim
from exchanges.planner.bundles import Bundle
from exchanges.planner.choosing import choose
from exchanges.planner.outcome import Goal
from exchanges.planner.prices import Offer, prices

WAY = Aim((Goal.ON_THE_WAY,), (1000,))
BOTH = Aim((Goal.NICE, Goal.ON_THE_WAY), (100, 1000))
NICE = Aim((Goal.NICE,), (100,))
MEETINGS = ("a", "b", "c", "d", "e")


def offer_of(seed: int) -> Offer:
    """Three days with four bundles each; the last two meetings may be left out, but in every fourth offer."""
    rng = Random(seed)
    drawn = [(number, frozenset(rng.sample(MEETINGS, rng.randint(1, 2)))) for number in range(3) for _ in range(4)]
    bundles = [Bundle(number, keys, {Goal.ON_THE_WAY: rng.randint(10, 300)}) for number, keys in drawn]
    return Offer(MEETINGS, {"d": {Goal.NICE: 2}, "e": {Goal.NICE: 3}} if seed % 4 else {}, bundles)


def choices(offer: Offer) -> list[tuple[list[Bundle], dict[Goal, int]]]:
    """All of them, with their worth."""
    by_day = [[None, *(bundle for bundle in offer.bundles if bundle.number == number)] for number in range(3)]
    picked = [[bundle for bundle in choice if bundle] for choice in product(*by_day)]
    return [(choice, _worth(offer, choice)) for choice in picked if _is_allowed(offer, choice)]


def _is_allowed(offer: Offer, choice: list[Bundle]) -> bool:
    times = [sum(key in bundle.meetings for bundle in choice) for key in offer.meetings]
    return all(time == 1 or (time == 0 and key in offer.spare) for key, time in zip(offer.meetings, times, strict=True))


def _worth(offer: Offer, choice: list[Bundle]) -> dict[Goal, int]:
    out = [key for key in offer.spare if not any(key in bundle.meetings for bundle in choice)]
    return {
        Goal.NICE: sum(offer.spare[key][Goal.NICE] for key in out),
        Goal.ON_THE_WAY: sum(bundle.worth[Goal.ON_THE_WAY] for bundle in choice),
    }


@pytest.mark.parametrize("seed", range(80))
def test_the_choice_is_the_best_of_all(seed: int) -> None:
    offer = offer_of(seed)
    values = [BOTH.value(worth) for _, worth in choices(offer)]
    chosen = choose(offer, BOTH, {}, 1.0)
    assert chosen.is_proven
    assert (chosen.value if chosen.bundles is not None else None) == min(values, default=None)


@pytest.mark.parametrize("seed", range(80))
def test_no_choice_goes_below_the_prices(seed: int) -> None:
    offer = offer_of(seed)
    priced = prices(offer, BOTH, {})
    for chosen, worth in choices(offer):
        assert BOTH.value(worth) >= priced.bound
        least = [least for bundle, least in zip(offer.bundles, priced.at_least, strict=True) if bundle in chosen]
        assert all(BOTH.value(worth) >= each for each in least)


@pytest.mark.parametrize("seed", range(80))
def test_what_is_held_is_kept_and_priced(seed: int) -> None:
    offer = offer_of(seed)
    allowed = [(chosen, worth) for chosen, worth in choices(offer) if worth[Goal.NICE] <= 2]
    best = choose(offer, WAY, {NICE: 2}, 1.0)
    priced = prices(offer, WAY, {NICE: 2})
    values = [worth[Goal.ON_THE_WAY] for _, worth in allowed]
    assert (best.value if best.bundles is not None else None) == min(values, default=None)
    assert all(value >= priced.bound for value in values)


def test_some_random_offers_have_choices_and_some_have_none() -> None:
    counts = [len(choices(offer_of(seed))) for seed in range(80)]
    assert min(counts) == 0
    assert sum(count > 3 for count in counts) > 20


def test_nothing_to_choose_from() -> None:
    nothing = Offer(("d",), {"d": {Goal.NICE: 2}}, [])
    assert prices(nothing, NICE, {}).bound == 2
    assert choose(nothing, NICE, {}, 1.0).value == 2
    assert choose(Offer(("a",), {}, []), NICE, {}, 1.0).bundles is None
