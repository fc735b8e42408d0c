"""`manage.py verify_allocation FILE`: does the proof in a certificate file hold?"""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jet.allocation import certificate, verify


class Command(BaseCommand):
    """Reads the file and asks the independent verifier; it touches no database."""

    help = "Checks a certificate file of an allocation. Exit code 1, and a sentence, when the proof does not hold."
    requires_system_checks: list[str] = []  # the verifier stands alone

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        problem, proof = _read(options["file"])
        try:
            verify.verify_allocation(problem, proof)
        except verify.Rejected as refused:
            raise CommandError(f"Refused: {refused}.", returncode=1) from refused
        placed = sum(place >= 0 for place in proof.chosen)
        best = "the best there is" if proof.proved else "feasible; its gap to the bound is as published"
        self.stdout.write(f"Accepted: {placed} of {len(proof.chosen)} people placed, {best}. Input {proof.hash}.")


def _read(path: Path) -> Any:
    try:
        return certificate.read(path.read_text(encoding="utf-8"))
    except OSError as missing:
        raise CommandError(f"Refused: the file cannot be read: {missing.strerror}.", returncode=1) from missing
    except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError) as broken:
        raise CommandError("Refused: this is not a certificate file.", returncode=1) from broken
