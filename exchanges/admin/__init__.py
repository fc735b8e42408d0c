"""Visit support on the staff site."""

from exchanges.admin import assignments, cases, hosts, interpreters, itineraries, meetings

__all__ = ["assignments", "cases", "hosts", "interpreters", "itineraries", "meetings"]
