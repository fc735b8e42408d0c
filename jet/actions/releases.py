"""What participants answer to the place they are given."""

from datetime import datetime

from django.db import transaction

from clair_portal import workflow
from clair_portal.accounts.models import User
from clair_portal.mail import outbox
from jet.emails import places as emails
from jet.models import AllocationPlace, AllocationRun
from jet.placement_errors import NoPlaceToAccept, NotReleased

State = AllocationPlace.State
TOLD_OF = (
    "participant__person", "request__employer__organisation", "request__employer__prefecture__organisation",
)  # fmt: skip


@transaction.atomic
def accept(place: AllocationPlace, *, by: User, at: datetime) -> AllocationPlace:
    """The participant goes there; from now on the employer sees who comes. Raises NotReleased, NoPlaceToAccept."""
    _hold_the_run(place)
    if place.request_id is None:
        raise NoPlaceToAccept
    workflow.move(place, to=State.ACCEPTED, by=by, at=at)
    return place


@transaction.atomic
def withdraw(place: AllocationPlace, *, by: User, at: datetime, reason: str = "") -> AllocationPlace:
    """The participant does not go; the post is given to somebody else by the next run. Raises NotReleased."""
    _hold_the_run(place)
    workflow.move(place, to=State.WITHDRAWN, by=by, at=at, reason=reason)
    return place


@transaction.atomic
def tell(run: AllocationRun, *, at: datetime) -> None:
    """Everybody who has not answered yet learns of their place; who was told of the same place before does not."""
    told = run.places.filter(state=State.RELEASED).exclude(participant__person__email="").select_related(*TOLD_OF)
    outbox.put_all((emails.place_released(place) for place in told.order_by("pk")), at=at)


def _hold_the_run(place: AllocationPlace) -> None:
    """An answer and the publication of the next run come one after the other, never at once."""
    held = AllocationRun.objects.filter(pk=place.run_id, state=AllocationRun.State.PUBLISHED)
    if not held.select_for_update(of=("self",), no_key=True).only("pk").exists():
        raise NotReleased
