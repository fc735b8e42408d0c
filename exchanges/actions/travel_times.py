"""The table of ways: one sentence each. Versions that were planned before stay as they are."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from exchanges.models import TravelTime


@transaction.atomic
def add(way: TravelTime) -> TravelTime:
    """Write how long a way takes."""
    way.save(force_insert=True)
    return way


@transaction.atomic
def edit(way: TravelTime, *, changes: Mapping[str, Any]) -> TravelTime:
    """Correct how long it takes, or from where to where it leads."""
    for name, value in changes.items():
        setattr(way, name, value)
    way.save(update_fields=list(changes))
    return way
