"""`manage.py load_published`: what has been published about the programme, from jet/data."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from clair_portal.directory.actions.settling import Tally
from clair_portal.directory.reference.files import BadReference
from jet.actions import published
from jet.statistics import reference


class Command(BaseCommand):
    help = "Load published figures and duties; nothing is written when a row is wrong. The second time changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="try it, say what would change, write nothing")
        parser.add_argument("--folder", type=Path, default=reference.DATA, help="the folder of the data files")

    def handle(self, *, check: bool, folder: Path, **_options: Any) -> None:
        tally = self._load(folder, keep=not check)
        counts = f"{tally.created} rows created, {tally.changed} changed, {tally.removed} removed"
        did = "Would load" if check else "Loaded"
        self.stdout.write("Published figures unchanged." if tally.nothing else f"{did} published figures: {counts}.")

    def _load(self, folder: Path, *, keep: bool) -> Tally:
        try:
            with transaction.atomic():
                tally = published.load(reference.read(folder))
                transaction.set_rollback(not keep)
        except BadReference as bad:
            raise CommandError(f"Nothing was loaded.\n{bad}") from bad
        return tally
