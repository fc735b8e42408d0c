"""manage.py load_demonstration: synthetic people and events, dated from today."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from clair_portal.accounts.roles import table
from clair_portal.demonstration import loading, people


class Command(BaseCommand):
    help = "Writes the demonstration where it is missing and brings its dates up to this week."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("Demonstration accounts cannot exist here: PORTAL_DEMONSTRATION is not set.")
        self.stdout.write(loading.load(at=timezone.now()))
        self.stdout.write("Accounts:")
        for key in table():
            self.stdout.write(f"  {people.address(key)}")
        self.stdout.write(f"Password: {people.SHOWN_TO_EVERYBODY}")
