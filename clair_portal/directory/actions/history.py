"""Who did it and when, for the row history that the triggers write."""

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

import pghistory
from django.db import models


def written(by: models.Model | None, at: datetime) -> AbstractContextManager[Any]:
    """Within this, every changed row of a tracked table is logged with its author and the moment."""
    context: AbstractContextManager[Any] = pghistory.context(by=by.pk if by else None, at=at.isoformat())
    return context
