"""Writing down where somebody would like to go."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from jet.models import AllocationRun, Participant, Preference
from jet.placement_errors import WishesClosed

FACTS = ("anywhere", "first", "second", "third", "area", "reasons")
DECIDED = (AllocationRun.State.PROPOSED, AllocationRun.State.PUBLISHED, AllocationRun.State.SUPERSEDED)


@transaction.atomic
def write(participant: Participant, *, facts: Mapping[str, Any], at: datetime) -> Preference:
    """The wishes as they are now; a run that was made before is not changed by them. Raises WishesClosed."""
    held = Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
    if are_closed(held):
        raise WishesClosed
    told = {name: facts[name] for name in FACTS if name in facts}
    found, _is_new = Preference.objects.update_or_create(participant=participant, defaults={**told, "written_at": at})
    return found


def are_closed(participant: Participant) -> bool:
    """Whether somebody has come already, or an allocation of the group has been laid before the second person."""
    if participant.state != Participant.State.EXPECTED:
        return True
    return AllocationRun.objects.filter(arrival_group=participant.arrival_group_id, state__in=DECIDED).exists()
