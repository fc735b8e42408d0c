"""The service clock of a case: when an answer is due, and what waiting for others does to that day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from exchanges import working_days
from exchanges.errors import NothingToWaitFor
from exchanges.models import VisitCase
from exchanges.models.cases import OVER

ANSWER_WITHIN = 10  # working days of the office's country; a default until the office settles it
RUNS: Mapping[str, Any] = {"waiting_for": "", "waiting_since_on": None}
STOPPED: Mapping[str, Any] = {**RUNS, "answer_due_on": None}


def started(case: VisitCase, day: date) -> dict[str, Any]:
    """A request has come in: the clock runs from this day."""
    return {**RUNS, "answer_due_on": working_days.after(day, ANSWER_WITHIN, country=_country(case))}


def answered(case: VisitCase) -> Mapping[str, Any]:
    """The authority has done its part: nobody waits for it any more."""
    return RUNS if case.waiting_for == VisitCase.Waiting.REQUESTER else {}


def set_to(case: VisitCase, whom: str, day: date) -> dict[str, Any]:
    """From this day the office waits for `whom`, or for nobody: then the days waited are added. NothingToWaitFor."""
    if whom and case.state in OVER | {VisitCase.State.DRAFT}:
        raise NothingToWaitFor
    if not whom:
        return {**RUNS, "answer_due_on": _put_off(case, day)}
    return {"waiting_for": whom, "waiting_since_on": case.waiting_since_on or day}


def _put_off(case: VisitCase, day: date) -> date | None:
    due, since, country = case.answer_due_on, case.waiting_since_on, _country(case)
    waited = working_days.passed(since, day, country=country) if since else 0
    return working_days.after(due, waited, country=country) if due and waited else due


def _country(case: VisitCase) -> str:
    return str(case.office.country)
