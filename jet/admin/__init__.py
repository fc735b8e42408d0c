"""The JET Programme on the staff site."""

from jet.admin import (
    arrivals,
    contracting,
    participants,
)

__all__ = [
    "arrivals",
    "contracting",
    "participants",
]
