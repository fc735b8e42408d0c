"""The buttons of a case. A programme is proposed on its version's page, where the checker looks at it first."""

from django.utils.translation import gettext_lazy as _

from clair_portal.backoffice.buttons import StateButton
from exchanges.actions import cases, routing
from exchanges.models import VisitCase
from exchanges.policy import CASES_STEER

State = VisitCase.State
TOLD = _("Whoever asked gets a mail.")

STEPS = (
    StateButton(
        name="possible", label=_("Possible"), action=cases.call_possible, permission=CASES_STEER,
        to_state=State.POSSIBLE, confirm=TOLD, done=_("The sounding-out is answered."),
    ),
    StateButton(
        name="partly", label=_("Partly possible"), action=cases.call_partly_possible, permission=CASES_STEER,
        to_state=State.PARTLY, needs_reason=True, confirm=TOLD, done=_("The sounding-out is answered."),
    ),
    StateButton(
        name="ask-back", label=_("Ask back"), action=cases.ask_back, permission=CASES_STEER,
        to_state=State.NEED_INFO, needs_reason=True, confirm=TOLD, done=_("The question is on its way."),
    ),
    StateButton(
        name="decline", label=_("Decline"), action=cases.decline, permission=CASES_STEER,
        to_state=State.DECLINED, needs_reason=True, confirm=TOLD, done=_("The request is declined."), danger=True,
    ),
    StateButton(
        name="pass-on", label=_("Pass on without a branch"), action=routing.pass_on, permission=CASES_STEER,
        to_state=State.ENDORSED, needs_reason=True, confirm=TOLD, done=_("The case is endorsed."),
        possible=lambda case: case.branch_id is None,
    ),
    StateButton(
        name="plan", label=_("Begin planning"), action=cases.begin_planning, permission=CASES_STEER,
        to_state=State.PLANNING, confirm=TOLD, done=_("Planning has begun."),
        possible=lambda case: case.state == State.ENDORSED,
    ),
    StateButton(
        name="plan-again", label=_("Back to planning"), action=cases.plan_again, permission=CASES_STEER,
        to_state=State.PLANNING, needs_reason=True, confirm=TOLD, done=_("The case is being planned again."),
        possible=lambda case: case.state in {State.PROPOSED, State.AGREED, State.POSTPONED},
    ),
    StateButton(
        name="set-out", label=_("The delegation is on its way"), action=cases.set_out, permission=CASES_STEER,
        to_state=State.UNDER_WAY, confirm=TOLD, done=_("The visit is under way."),
    ),
    StateButton(
        name="complete", label=_("The visit is over"), action=cases.complete, permission=CASES_STEER,
        to_state=State.COMPLETED, confirm=TOLD, done=_("The visit is completed."),
    ),
    StateButton(
        name="report", label=_("Reported"), action=cases.report, permission=CASES_STEER,
        to_state=State.REPORTED, confirm=TOLD, done=_("The report is noted."),
    ),
    StateButton(
        name="close", label=_("Close"), action=cases.close, permission=CASES_STEER,
        to_state=State.CLOSED, confirm=TOLD, done=_("The case is closed."),
    ),
    StateButton(
        name="postpone", label=_("Postpone"), action=cases.postpone, permission=CASES_STEER,
        to_state=State.POSTPONED, needs_reason=True, confirm=TOLD, done=_("The visit is postponed."),
    ),
    StateButton(
        name="call-off", label=_("Call off"), action=cases.call_off, permission=CASES_STEER,
        to_state=State.CANCELLED, needs_reason=True, confirm=TOLD, done=_("The visit is called off."), danger=True,
    ),
)  # fmt: skip
