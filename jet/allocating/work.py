"""The allocation as a job: it may take a minute, says how far it is, and ends with a draft run."""

from datetime import datetime
from typing import Any, cast

from django.utils.translation import gettext as _

from clair_portal.documents.models import Job
from clair_portal.documents.results import ResultFile
from clair_portal.documents.runner import Progress
from jet.actions import runs
from jet.allocating import posing, sealing, summing
from jet.allocation import solver, verify
from jet.allocation.explanation import Explanation
from jet.allocation.outcome import Allocation, Infeasible
from jet.allocation.problem import InvalidProblem, Problem
from jet.models import AllocationRun, ArrivalGroup, Pin
from jet.placement_errors import InputContradicts, PromisesImpossible, VerifierRefuses

KIND = "allocate"
STEPS = 4


def allocate(job: Job, progress: Progress) -> ResultFile:
    """Read, solve, check, explain, write the draft; the result is the certificate file."""
    group = ArrivalGroup.objects.get(pk=job.parameters["group"])
    progress(0, STEPS, _("Reading requests and wishes."))
    base = AllocationRun.objects.published(group).first()
    problem = posing.pose(group, seed=job.parameters["seed"], base=base)
    progress(1, STEPS, _("Looking for the best allocation."))
    allocation = solved(problem)
    progress(2, STEPS, _("Checking the proof, and finding the reasons."))
    laid = explained(allocation, _pinned(group, problem))
    progress(3, STEPS, _("Writing the draft."))
    run = runs.keep(group, laid, base=base, by=job.owner, at=cast("datetime", job.started_at))
    return ResultFile(file_name(run), sealing.text_of(run).encode(), "application/json")


def file_name(run: AllocationRun) -> str:
    return f"allocation-{run.arrival_group.year}-{run.arrival_group.code}-{run.pk}.json"


def solved(problem: Problem) -> Allocation:
    """The best there is, and checked. Raises InputContradicts, PromisesImpossible or VerifierRefuses."""
    try:
        allocation = solver.solve(problem)
        verify.verify_allocation(problem, allocation.certificate)
    except InvalidProblem as wrong:
        raise InputContradicts(wrong.faults) from wrong
    except Infeasible as impossible:
        raise PromisesImpossible([short.key for short in impossible.shortfalls]) from impossible
    except verify.Rejected as refused:
        raise VerifierRefuses([str(refused)]) from refused
    return allocation


def explained(allocation: Allocation, pinned: list[Any]) -> runs.Laid:
    """The run with its figures, and each person's reasons."""
    explanation = Explanation(allocation)
    problem, proof = allocation.problem, allocation.certificate
    people = [person.key for person in problem.participants]
    return runs.Laid(
        seed=problem.seed,
        input_hash=proof.hash,
        sealed=sealing.sealed(problem, proof),
        proved=proof.proved,
        summary=summing.summary(allocation, explanation, pinned),
        placed=allocation.placed(),
        ranks=summing.ranks(allocation),
        refused={key: [summing.refusal(one) for one in explanation.of_person(key).refusals] for key in people},
    )


def _pinned(group: ArrivalGroup, problem: Problem) -> list[Any]:
    """The settled pairs that are pins, not places given earlier."""
    rows = Pin.objects.of_group(group).filter(kind=Pin.Kind.PIN)
    pins = set(rows.values_list("participant__jet_number", "request__number"))
    return [fixed for fixed in problem.fixed if (fixed.participant, fixed.place) in pins]
