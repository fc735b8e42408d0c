"""`manage.py load_reference`: local authorities, branches, offices and their countries, from directory/data."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from clair_portal.directory.actions import reference
from clair_portal.directory.actions.settling import Tally
from clair_portal.directory.reference import files


class Command(BaseCommand):
    help = "Load the reference data; nothing is written when a row is wrong or when the files have not changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="try it, say what would change, write nothing")
        parser.add_argument("--folder", type=Path, default=files.DATA, help="the folder of the data files")

    def handle(self, *, check: bool, folder: Path, **_options: Any) -> None:
        digest = files.digest(folder)
        if not check and reference.is_loaded(digest):
            self.stdout.write("Reference data unchanged.")
            return
        tally = self._load(folder, digest, keep=not check)
        counts = f"{tally.created} rows created, {tally.changed} changed, {tally.removed} removed"
        if check:
            self.stdout.write("Reference data in order." if tally.nothing else f"Would load reference data: {counts}.")
        else:
            self.stdout.write(f"Reference data loaded: {counts}.")

    def _load(self, folder: Path, digest: str, *, keep: bool) -> Tally:
        try:
            with transaction.atomic():
                tally = reference.load(files.read(folder), digest=digest, at=timezone.now())
                transaction.set_rollback(not keep)
        except files.BadReference as bad:
            raise CommandError(f"Nothing was loaded.\n{bad}") from bad
        return tally
