"""Visit support on the staff site."""

from exchanges.admin import (
    assignments,
    cases,
    checklists,
    departures,
    host_notes,
    hosts,
    interpreters,
    itineraries,
    meetings,
    papers,
    rules,
)

__all__ = [
    "assignments",
    "cases",
    "checklists",
    "departures",
    "host_notes",
    "hosts",
    "interpreters",
    "itineraries",
    "meetings",
    "papers",
    "rules",
]
