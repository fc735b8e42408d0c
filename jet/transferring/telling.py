"""Who is told what about transfers: the employers that are asked, and whoever asked to be transferred."""

from collections.abc import Iterable, Iterator

from clair_portal.accounts.models import User
from clair_portal.mail.message import Message
from jet.emails import transfers as emails
from jet.models import SwapCycle, SwapMove, TransferConsent, TransferRequest

AGAIN = "again"  # a proposal came to nothing, and the search goes on


def asked(cycle: SwapCycle) -> Iterator[Message]:
    """To everybody who speaks for an employer of the cycle: please answer. Nobody is named."""
    return _to_employers(emails.ASKED, cycle)


def ended(cycle: SwapCycle) -> Iterator[Message]:
    """To the same: it was approved, or does not come about. Who said no, and why, is not told."""
    return _to_employers(emails.ENDED, cycle)


def told(requests: Iterable[TransferRequest], what: str, *, occurrence: str, reason: str = "") -> Iterator[Message]:
    """To the participants themselves: what has become of their requests. Nobody else is named."""
    for request in requests:
        if request.participant.person.email:
            move = _approved(request) if what == TransferRequest.State.APPROVED else None
            yield emails.transfer_told(request, what, occurrence=occurrence, reason=reason, move=move)


def _to_employers(name: str, cycle: SwapCycle) -> Iterator[Message]:
    for consent in cycle.consents.select_related("employer__organisation").order_by("pk"):
        consent.cycle = cycle
        for user in _speakers(consent):
            yield emails.to_employer(name, consent, user)


def _speakers(consent: TransferConsent) -> list[User]:
    """The accounts that speak for the employer."""
    holders = User.objects.filter(
        role_assignments__role="authority", role_assignments__organisation_id=consent.employer.organisation_id
    )
    return list(holders.filter(is_active=True).order_by("pk").distinct())


def _approved(request: TransferRequest) -> SwapMove | None:
    """Where to is told once it is certain."""
    moves = request.moves.filter(cycle__state=SwapCycle.State.APPROVED)
    return moves.select_related("cycle", "joins__organisation").order_by("-pk").first()
