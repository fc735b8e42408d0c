"""The tables of the exchanges app."""

from exchanges.models.assignments import Assignment, AssignmentTransition
from exchanges.models.bookings import Booking
from exchanges.models.cases import CaseTransition, VisitCase
from exchanges.models.checklists import CaseTask, ChecklistItem
from exchanges.models.delays import Delay
from exchanges.models.departures import Departure, HandedCase
from exchanges.models.details import CaseMessage, Delegate, Theme
from exchanges.models.followups import FollowUp
from exchanges.models.host_notes import HostNote
from exchanges.models.hosts import Host
from exchanges.models.interpreters import Interpreter, LanguagePair
from exchanges.models.itineraries import Itinerary, ItineraryItem, ItineraryTransition, TravelTime
from exchanges.models.links import CaseLink, HandOver
from exchanges.models.meetings import Meeting, MeetingSlot, MeetingTransition
from exchanges.models.roster import Absence, InterpreterPaper
from exchanges.models.rules import CancellationStep, InterpreterRule
from exchanges.models.surveys import Survey
from exchanges.models.thanks import ThankYou

__all__ = [
    "Absence",
    "Assignment",
    "AssignmentTransition",
    "Booking",
    "CancellationStep",
    "CaseLink",
    "CaseMessage",
    "CaseTask",
    "CaseTransition",
    "ChecklistItem",
    "Delay",
    "Delegate",
    "Departure",
    "FollowUp",
    "HandOver",
    "HandedCase",
    "Host",
    "HostNote",
    "Interpreter",
    "InterpreterPaper",
    "InterpreterRule",
    "Itinerary",
    "ItineraryItem",
    "ItineraryTransition",
    "LanguagePair",
    "Meeting",
    "MeetingSlot",
    "MeetingTransition",
    "Survey",
    "ThankYou",
    "Theme",
    "TravelTime",
    "VisitCase",
]
