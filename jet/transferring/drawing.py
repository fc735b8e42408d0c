"""A cycle as a drawing: from employer to employer, with the person who goes there on the arrow between them."""

from collections.abc import Sequence
from dataclasses import dataclass

from jet.actions.swaps import Step
from jet.models import ContractingOrganisation, SwapMove

Leg = Step | SwapMove


@dataclass(frozen=True)
class Drawing:
    """The legs from left to right; `end` is the free post at the end of a chain, None where the circle closes."""

    legs: Sequence[Leg]
    end: ContractingOrganisation | None


def drawn(legs: Sequence[Leg]) -> Drawing:
    """Each joins where the one before leaves, so the last one is drawn first."""
    ordered = [*reversed(legs)]
    joined = ordered[-1].joins
    return Drawing(ordered, None if joined.pk == ordered[0].leaves.pk else joined)
