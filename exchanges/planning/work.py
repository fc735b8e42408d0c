"""Planning a programme as a job: it takes seconds, says how far it is, and ends with a draft."""

from collections.abc import Mapping
from datetime import datetime
from typing import cast

from django.utils.text import get_text_list
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clair_portal.documents.models import Job
from clair_portal.documents.results import ResultFile
from clair_portal.documents.runner import Progress
from exchanges.actions import itineraries
from exchanges.errors import NothingToPlan, ProgrammeImpossible, ProgrammeUndecided
from exchanges.models import Itinerary, VisitCase
from exchanges.planner import reasons
from exchanges.planner.outcome import Conflict, Outcome
from exchanges.planner.problem import Plan
from exchanges.planner.solver import plan
from exchanges.planning import laying, posing, printing
from exchanges.planning.journey import Journey
from exchanges.planning.posing import Posed

KIND = "plan_programme"
STEPS = 4


def plan_programme(job: Job, progress: Progress) -> ResultFile:
    """Read the meetings, plan, write the draft, print it. Raises ProgrammeImpossible with the conflict in words."""
    case = VisitCase.objects.for_pages().get(pk=job.parameters["case"])
    progress(0, STEPS, _("Reading the meetings."))
    way = itineraries.journey_of(case)
    posed = posing.pose(way, _previous(way))
    progress(1, STEPS, _("Planning: this takes some seconds."))
    laid = planned(way, posed)
    progress(2, STEPS, _("Writing the draft."))
    itinerary = itineraries.draft(case, laid, by=job.owner, at=cast("datetime", job.started_at))
    progress(3, STEPS, _("Printing the draft."))
    language = "ja" if job.owner.language == "ja" else "en"
    return ResultFile(printing.filename(itinerary, language), printing.pdf(itinerary, language))


def planned(way: Journey, posed: Posed) -> itineraries.Plan:
    """The best plan, laid out. Raises NothingToPlan, ProgrammeImpossible or ProgrammeUndecided."""
    if not way.meetings:
        raise NothingToPlan
    outcome, names = plan(posed.problem), way.names(get_language() or "en")
    if outcome.conflict:
        raise ProgrammeImpossible(in_words(outcome.conflict, names))
    if outcome.plan is None:
        raise ProgrammeUndecided
    return itineraries.Plan(
        laid=laying.lay_out(way, posed.problem, outcome.plan),
        status=outcome.status.value,
        goals=_goals(outcome),
        note="\n".join(_remarks(posed, outcome.plan, names)),
    )


def in_words(conflict: Conflict, names: Mapping[str, str]) -> list[str]:
    """Why there is no plan, then what would help."""
    return [*reasons.why(conflict, names), _("Ways out:"), *reasons.ways_out(conflict, names)]


def _previous(way: Journey) -> Plan | None:
    before = Itinerary.objects.filter(case=way.case).newest_first().first()
    return laying.plan_of(way, before.items.for_pages().in_order()) if before else None


def _goals(outcome: Outcome) -> list[dict[str, int | str]]:
    return [{"goal": one.goal.value, "value": one.value, "bound": one.bound} for one in outcome.goals]


def _remarks(posed: Posed, found: Plan, names: Mapping[str, str]) -> list[str]:
    left_out = [names[meeting.key] for meeting in posed.problem.meetings if meeting.key not in found.by_meeting]
    without = [names[key] for key in posed.without_interpreter]
    remarks = []
    if left_out:
        remarks.append(_("Left out: %(meetings)s.") % {"meetings": get_text_list(left_out, _("and"))})
    if without:
        told = {"meetings": get_text_list(without, _("and"))}
        remarks.append(_("Nobody in the roster interprets there: %(meetings)s.") % told)
    return remarks
