"""The codes of the allocation in words: every code has some."""

import pytest
from django.utils import translation

from jet.allocation.explanation import Why
from jet.allocation.goals import Goal
from jet.workbench import words


@pytest.mark.parametrize(
    ("rank", "said"),
    [(None, "no place"), (0, "no preference"), (1, "wish 1"), (4, "wish 4"), (5, "not among the wishes")],
)
def test_every_rank_has_words(rank, said):
    assert words.wish(rank) == said


def test_every_reason_of_the_explanation_has_words():
    said = {why: words.reason({"why": why.value, "conditions": ["drives"]}) for why in Why}
    assert len(set(said.values())) == len(Why)
    assert said[Why.CONDITION] == "The place and the person do not fit together. Missing: driving licence."


def test_every_goal_but_the_lot_has_words():
    assert words.changes([(goal.value, 1) for goal in Goal if goal != Goal.SEED])[1] == "people without a place: +1"
    assert len(words.changes([(goal.value, 1) for goal in Goal])) == len(Goal) - 1


def test_what_gets_better_stands_with_a_minus():
    assert words.changes([("must", -2)]) == ["indispensable posts left empty: -2"]


def test_conditions_are_counted_in_people():
    assert words.counted([("drives", 1), ("ja:N2", 3)]) == ["driving licence: 1 person", "Japanese N2: 3 people"]


def test_words_are_chosen_when_they_are_shown():
    with translation.override("ja"):
        assert words.conditions(["drives"]) != "driving licence"
