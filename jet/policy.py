"""Who may do what with the JET Programme: permission names."""

from typing import Any

from clair_portal.directory.visibility import reach

PARTICIPANTS_VIEW = "jet.view_participants"
PARTICIPANTS_EDIT = "jet.edit_participants"
PARTICIPANTS_IMPORT = "jet.import_participants"
REQUESTS_VIEW = "jet.view_placement_requests"
REQUESTS_MAKE = "jet.make_placement_requests"
REQUESTS_ENDORSE = "jet.endorse_placement_requests"
REQUESTS_ACCEPT = "jet.accept_placement_requests"
ALLOCATION_VIEW = "jet.view_allocation"
ALLOCATION_RUN = "jet.run_allocation"
ALLOCATION_PUBLISH = "jet.publish_allocation"
# reappointment
REAPPOINTMENTS_VIEW = "jet.view_reappointments"
REAPPOINTMENTS_ANSWER = "jet.answer_reappointments"
REAPPOINTMENTS_DECIDE = "jet.decide_reappointments"
# transfers
TRANSFERS_DECIDE = "jet.decide_transfers"
TRANSFERS_CONSENT = "jet.consent_to_transfers"
CIRCUMSTANCES_DECIDE = "jet.decide_circumstances"

# Statistics: what has been published is for everybody, as are the duties of the ministries and CLAIR. What the portal
# counts is told exactly to those who see every participant, and without small groups to those who employ participants
# or pass on requests; nobody else is told.
EXACTLY, WITHOUT_FEW = "exactly", "without_few"


def counts_told(user: Any) -> str:
    """How exactly this reader is told what the portal counts; empty: not at all."""
    far = reach(user, PARTICIPANTS_VIEW)
    if far.everywhere:
        return EXACTLY
    return WITHOUT_FEW if far or reach(user, REQUESTS_VIEW) else ""
