"""The certificate file as a run keeps it: packed, unpacked, and checked by the independent verifier."""

import json
import zlib

from django.utils.translation import gettext as _

from jet.allocation import certificate, verify
from jet.allocation.certificate import Certificate
from jet.allocation.problem import Problem
from jet.models import AllocationRun
from jet.placement_errors import VerifierRefuses


def sealed(problem: Problem, proof: Certificate) -> bytes:
    return zlib.compress(certificate.written(problem, proof).encode())


def text_of(run: AllocationRun) -> str:
    """The file that anybody can check. Raises VerifierRefuses where it cannot be unpacked."""
    try:
        return zlib.decompress(bytes(run.sealed)).decode()
    except (zlib.error, UnicodeDecodeError) as damaged:
        raise VerifierRefuses([_("The sealed file is damaged.")]) from damaged


def opened(run: AllocationRun) -> tuple[Problem, Certificate]:
    return certificate.read(text_of(run))


def check(run: AllocationRun) -> None:
    """Raises VerifierRefuses unless the proof holds, and the run's own rows say what the proof says."""
    try:
        problem, proof = opened(run)
        verify.verify_allocation(problem, proof)
    except (verify.Rejected, json.JSONDecodeError, KeyError) as refused:
        raise VerifierRefuses([str(refused)]) from refused
    if proof.hash != run.input_hash:
        raise VerifierRefuses([_("The sealed input is not the one the run was made from.")])
    if _rows(run) != _chosen(problem, proof):
        raise VerifierRefuses([_("The places are not those of the proof.")])


def _rows(run: AllocationRun) -> dict[str, str | None]:
    return dict(run.places.values_list("participant__jet_number", "request__number"))


def _chosen(problem: Problem, proof: Certificate) -> dict[str, str | None]:
    keys = [person.key for person in problem.participants]
    places = [problem.places[at].key if at >= 0 else None for at in proof.chosen]
    return dict(zip(keys, places, strict=True))
