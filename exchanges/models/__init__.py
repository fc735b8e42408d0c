"""The tables of the exchanges app."""

from exchanges.models.bookings import Booking
from exchanges.models.cases import CaseTransition, VisitCase
from exchanges.models.details import CaseMessage, Delegate, Theme
from exchanges.models.hosts import Host
from exchanges.models.meetings import Meeting, MeetingSlot, MeetingTransition

__all__ = [
    "Booking",
    "CaseMessage",
    "CaseTransition",
    "Delegate",
    "Host",
    "Meeting",
    "MeetingSlot",
    "MeetingTransition",
    "Theme",
    "VisitCase",
]
