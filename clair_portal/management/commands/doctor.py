"""manage.py doctor: says in plain words what the portal is missing on this machine."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from clair_portal.diagnosis import Finding, Grade, examine

MARKS = {Grade.GOOD: "ok     ", Grade.POORER: "poorer ", Grade.MISSING: "MISSING"}


class Command(BaseCommand):
    help = "Says in plain words what is missing; exit code 1 if the portal cannot work without it."
    requires_system_checks: list[str] = []  # a sick portal must be able to see the doctor

    def handle(self, *args: Any, **options: Any) -> None:
        findings = examine(timezone.now())
        for finding in findings:
            self.stdout.write(line(finding))
        missing = [finding.subject for finding in findings if finding.grade is Grade.MISSING]
        if missing:
            raise CommandError(f"The portal cannot work without: {', '.join(missing)}.")
        self.stdout.write("Nothing essential is missing.")


def line(finding: Finding) -> str:
    return f"{MARKS[finding.grade]}  {finding.subject}: {finding.sentence}"
