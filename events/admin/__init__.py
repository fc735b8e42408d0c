"""Events on the staff site."""

from events.admin import events, registrations

__all__ = ["events", "registrations"]
