"""Writing down where somebody would like to go."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from jet.models import Participant, Preference

FACTS = ("anywhere", "first", "second", "third", "area", "reasons")


@transaction.atomic
def write(participant: Participant, *, facts: Mapping[str, Any], at: datetime) -> Preference:
    """The wishes as they are now; a run that was made before is not changed by them."""
    told = {name: facts[name] for name in FACTS if name in facts}
    found, _is_new = Preference.objects.update_or_create(participant=participant, defaults={**told, "written_at": at})
    return found
