"""What transfers put on the start page, and for whom."""

import pytest

from jet.transferring import work
from tests.factories.accounts import RoleAssignmentFactory
from tests.jet import swapping
from tests.jet.swapping import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def towns(db):
    return swapping.towns()


def titles(user):
    return [(card.title, card.url) for card in work.cards(user, NOW)]


def test_an_employer_sees_what_waits_for_its_answer(towns):
    swapping.three(towns)
    cycle = towns.propose()
    consent = cycle.consents.get(employer=towns.town("B"))
    assert titles(towns.speaker("B")) == [
        ("Answer for Town B: a transfer is proposed", f"/jet/transfers/asked/{consent.pk}/")
    ]
    towns.answers(cycle, "B")
    assert titles(towns.speaker("B")) == []
    towns.answers(cycle, "C", yes=False, reason="No.")
    assert titles(towns.speaker("A")) == []


def test_headquarters_sees_what_to_decide_and_what_to_approve(towns):
    for name in ("Dov", "Eve"):
        towns.asks(name, "D", "A", state="submitted")
    assert titles(towns.hq) == [("2 transfer requests wait for headquarters", "/jet/transfers/?state=submitted")]
    swapping.three(towns)
    cycle = towns.propose()
    assert len(titles(towns.hq)) == 1
    towns.all_agree(cycle, *"ABC")
    assert titles(towns.hq)[1] == (
        f"All employers agree: approve the swap {cycle.number}", f"/jet/transfers/swaps/{cycle.number}/",
    )  # fmt: skip


@pytest.mark.parametrize("role", ["staff_visits", "participant"])
def test_nobody_else_sees_anything(role, towns):
    towns.asks("Ada", "A", "B", state="submitted")
    assert titles(RoleAssignmentFactory(role=role).user) == []
