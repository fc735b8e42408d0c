"""What the programme is about."""

from jet.models.allocated import AllocationPlace, AllocationPlaceTransition
from jet.models.arrivals import ArrivalGroup
from jet.models.circumstances import Circumstance, CircumstanceTransition, CircumstanceVote
from jet.models.contracting import ContractingOrganisation
from jet.models.participants import EmergencyContact, LanguageSkill, Participant, ParticipantTransition
from jet.models.placements import Placement, Term
from jet.models.preferences import Preference
from jet.models.published import Duty, PublishedFigure
from jet.models.reappointment_deadlines import ReappointmentDeadline
from jet.models.reappointments import Reappointment, ReappointmentTransition
from jet.models.requests import PlacementRequest, PlacementRequestTransition
from jet.models.runs import AllocationRun, AllocationRunTransition, Pin
from jet.models.swaps import SwapCycle, SwapCycleTransition, SwapMove, TransferConsent
from jet.models.transfers import TransferRequest, TransferRequestTransition, TransferWish

__all__ = [
    "AllocationPlace",
    "AllocationPlaceTransition",
    "AllocationRun",
    "AllocationRunTransition",
    "ArrivalGroup",
    "Circumstance",
    "CircumstanceTransition",
    "CircumstanceVote",
    "ContractingOrganisation",
    "Duty",
    "EmergencyContact",
    "LanguageSkill",
    "Participant",
    "ParticipantTransition",
    "Pin",
    "Placement",
    "PlacementRequest",
    "PlacementRequestTransition",
    "Preference",
    "PublishedFigure",
    "Reappointment",
    "ReappointmentDeadline",
    "ReappointmentTransition",
    "SwapCycle",
    "SwapCycleTransition",
    "SwapMove",
    "Term",
    "TransferConsent",
    "TransferRequest",
    "TransferRequestTransition",
    "TransferWish",
]
