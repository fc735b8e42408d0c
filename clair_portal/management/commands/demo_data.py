"""manage.py demo_data: the demonstration, and on top of it a whole register of synthetic participants."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from clair_portal.accounts.models import User
from clair_portal.demonstration import full, loading, people
from jet.models import Participant, Term


class Command(BaseCommand):
    help = "Writes the demonstration, and loads a register of synthetic participants through the importer."

    def add_arguments(self, parser: CommandParser) -> None:
        size = parser.add_mutually_exclusive_group(required=True)
        size.add_argument("--full", action="store_const", const=full.FULL, dest="people", help="64,000 participants")
        size.add_argument("--people", type=int, help="so many participants, the same ones at every call")
        parser.add_argument("--file", type=Path, help="write the sheet here as well")

    def handle(self, *, people: int, file: Path | None, **_options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("Demonstration data cannot exist here: PORTAL_DEMONSTRATION is not set.")
        now = timezone.now()
        self.stdout.write(loading.load(at=now))
        sheet = full.sheet(people, full.prepare(now.date()), today=now.date())
        if file:
            file.write_bytes(sheet)
        self._tell(full.take_over(sheet, by=self._office(), clock=timezone.now))

    def _office(self) -> User:
        return User.objects.get(email=people.address("hq"))

    def _tell(self, run: Any) -> None:
        counts = ", ".join(f"{getattr(run, name)} {name}" for name in ("new", "changed", "unchanged", "refused"))
        self.stdout.write(f"Register {run.state}: {counts}.")
        self.stdout.write(f"{Participant.objects.count()} participants, {Term.objects.count()} terms.")
