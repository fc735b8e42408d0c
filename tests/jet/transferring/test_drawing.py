"""A cycle as it is drawn: each arrow ends where the next one begins."""

import pytest

from jet.models import TransferRequest
from jet.transferring import search
from jet.transferring.drawing import drawn
from jet.transferring.words import WHAT_NOW
from tests.jet import swapping
from tests.jet.swapping import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def towns(db):
    return swapping.towns()


def arrows(drawing):
    return [(str(leg.leaves), str(leg.joins)) for leg in drawing.legs]


def test_a_circle_leads_back_to_its_beginning(towns):
    swapping.three(towns)
    [proposal] = search.proposals(NOW)
    drawing = drawn(proposal.steps)
    told = arrows(drawing)
    assert drawing.end is None
    assert [joins for _leaves, joins in told] == [leaves for leaves, _joins in [*told[1:], told[0]]]


def test_what_is_stored_is_drawn_as_it_was_proposed(towns):
    swapping.three(towns)
    [proposal] = search.proposals(NOW)
    before = arrows(drawn(proposal.steps))
    cycle = towns.propose()
    assert arrows(drawn(list(cycle.moves.for_pages().order_by("place")))) == before


def test_a_chain_ends_at_the_free_post(towns):
    towns.asks("Ada", "A", "B")
    towns.asks("Ben", "C", "A")
    towns.free("B")
    [proposal] = search.proposals(NOW)
    drawing = drawn(proposal.steps)
    assert arrows(drawing) == [("Town C", "Town A"), ("Town A", "Town B")]
    assert drawing.end == towns.town("B")


def test_every_state_has_its_words():
    assert set(WHAT_NOW) == set(TransferRequest.State.values)
