"""Sums of plain rows, and what is hidden of them."""

import random

import pytest

from jet.statistics.serving import Serving
from jet.statistics.summing import FEW, counts, hide_few


def people(number, *, position="alt", country="US", prefecture="010006", term=1):
    return [Serving(position, country, prefecture, term)] * number


class TestSums:
    def test_every_question_is_answered_for_everybody(self):
        rows = [*people(3), *people(2, position="cir", country="GB", prefecture="", term=4)]

        found = counts(rows, exact=True)

        assert (found.total, found.exact) == (5, True)
        assert found.figures == {
            "position": {"alt": 3, "cir": 2},
            "service": {"new": 3, "reappointed": 2},
            "term": {"1": 3, "4": 2},
            "country": {"US": 3, "GB": 2},
            "prefecture": {"010006": 3, "": 2},
        }

    def test_nobody_serves(self):
        assert counts([], exact=False).total == 0
        assert counts([], exact=False).figures["country"] == {}

    def test_a_total_of_few_people_is_hidden_too(self):
        found = counts(people(FEW - 1), exact=False)

        assert found.total is None
        assert found.figures["country"] == {"US": None}

    def test_a_total_of_five_is_told(self):
        found = counts(people(FEW), exact=False)

        assert (found.total, found.figures["country"]) == (FEW, {"US": FEW})

    def test_those_who_see_everybody_are_told_everything(self):
        assert counts(people(1), exact=True).total == 1


class TestHidden:
    @pytest.mark.parametrize(
        ("sums", "hidden"),
        [
            ({}, set()),
            ({"a": 5, "b": 60}, set()),
            ({"a": 4, "b": 60, "c": 70}, {"a", "b"}),  # one alone would be the total less the others
            ({"a": 1, "b": 1, "c": 60, "d": 70}, {"a", "b", "c"}),  # two who are one each are known from their sum
            ({"a": 2, "b": 3, "c": 60}, {"a", "b"}),
            ({"a": 4, "b": 90}, {"a", "b"}),
            ({"a": 1}, {"a"}),
        ],
    )
    def test_few_and_what_would_give_them_away(self, sums, hidden):
        assert {which for which, number in hide_few(sums).items() if number is None} == hidden

    def test_nothing_hidden_can_be_worked_out(self):
        """On a thousand tables: hidden are none, or two groups or more with five people or more, or everything."""
        chance = random.Random(4)
        for _ in range(1000):
            sums = {str(key): chance.choice([1, 2, 3, 4, 5, 9, 40]) for key in range(chance.randint(1, 8))}
            told = hide_few(sums)
            hidden = [sums[key] for key, number in told.items() if number is None]
            assert set(told) == set(sums)
            assert all(number is None or number == sums[key] >= FEW for key, number in told.items())
            assert not hidden or len(hidden) == len(sums) or (len(hidden) > 1 and sum(hidden) >= FEW)
