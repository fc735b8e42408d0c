"""Notes signs of life."""

from datetime import datetime

from clair_portal.documents.models import Tick


def note(name: str, *, at: datetime) -> None:
    """`name` was heard of now; one row per name, one statement."""
    Tick.objects.bulk_create(
        [Tick(name=name, at=at)], update_conflicts=True, unique_fields=["name"], update_fields=["at"]
    )
