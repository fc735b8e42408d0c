"""manage.py prepare: brings database, reference data and static files up to the code, in one process."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connection
from django.utils import timezone

from clair_portal.health import pending_migrations
from exchanges import checklist_defaults
from exchanges.actions import checklists, rules

Step = Callable[[], object]


class Command(BaseCommand):
    help = "Runs the named steps, by default all that this kind of server needs. Every step may be run again."
    requires_system_checks: list[str] = []  # each start of the portal passes here; script/test runs the checks

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("steps", nargs="*", help="Any of: database, reference, demonstration, static.")

    def handle(self, *args: Any, **options: Any) -> None:
        steps = self.steps()
        unknown = set(options["steps"]) - set(steps)
        if unknown:
            raise CommandError(f"Unknown: {', '.join(sorted(unknown))}. Known: {', '.join(steps)}.")
        for name in options["steps"] or wanted(list(steps)):
            steps[name]()

    def steps(self) -> dict[str, Step]:
        """In the order in which they build on each other."""
        return {
            "database": self.database,
            "reference": self.reference,
            "demonstration": partial(call_command, "load_demonstration", stdout=self.stdout),
            "static": partial(call_command, "collectstatic", interactive=False, clear=True, verbosity=0),
        }

    def database(self) -> None:
        """Tables of the apps and of the cache."""
        try:
            pending = pending_migrations()
        except OperationalError as error:
            raise CommandError(f"The database does not answer: {str(error).splitlines()[0]}") from error
        if pending:
            call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)

    def reference(self) -> None:
        """Bodies, places and published figures; interpreting rules and checklists, where the office has none."""
        call_command("load_reference", stdout=self.stdout)
        call_command("load_published", stdout=self.stdout)
        rules.load_defaults(at=timezone.now())
        checklists.load(checklist_defaults.items())
        count_anew(apps.get_app_config("directory"))


def count_anew(app: AppConfig) -> None:
    """Tell PostgreSQL how many rows its tables have got: plans made for empty ones take minutes on thousands."""
    quote = connection.ops.quote_name
    tables = ", ".join(quote(model._meta.db_table) for model in app.get_models() if not model._meta.proxy)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {tables}")


def wanted(names: list[str]) -> list[str]:
    """Demonstration data belong to a demonstration only."""
    return [name for name in names if settings.DEMONSTRATION or name != "demonstration"]
