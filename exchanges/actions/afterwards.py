"""What begins by itself when a visit is completed."""

from datetime import datetime

from django.db import transaction

from exchanges.actions import followups, surveys
from exchanges.models import VisitCase


@transaction.atomic
def begin(case: VisitCase, *, at: datetime) -> None:
    """The authority is asked for its opinion now, and what has come of it in half a year and in a year."""
    followups.plan(case, at=at)
    surveys.ask_authority(case, at=at)
