"""The tables of the exchanges app."""

from exchanges.models.assignments import Assignment, AssignmentTransition
from exchanges.models.bookings import Booking
from exchanges.models.cases import CaseTransition, VisitCase
from exchanges.models.details import CaseMessage, Delegate, Theme
from exchanges.models.hosts import Host
from exchanges.models.interpreters import Interpreter, LanguagePair
from exchanges.models.itineraries import Itinerary, ItineraryItem, ItineraryTransition, TravelTime
from exchanges.models.meetings import Meeting, MeetingSlot, MeetingTransition

__all__ = [
    "Assignment",
    "AssignmentTransition",
    "Booking",
    "CaseMessage",
    "CaseTransition",
    "Delegate",
    "Host",
    "Interpreter",
    "Itinerary",
    "ItineraryItem",
    "ItineraryTransition",
    "LanguagePair",
    "Meeting",
    "MeetingSlot",
    "MeetingTransition",
    "Theme",
    "TravelTime",
    "VisitCase",
]
