"""Gives a role from the command line: how a new installation gets its first administrator."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from clair_portal.accounts.actions import roles
from clair_portal.accounts.models import User
from clair_portal.directory.models import Organisation
from clair_portal.workflow import DomainError


class Command(BaseCommand):
    help = "Gives a role: give_role EMAIL ROLE [--organisation ID]"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("role")
        parser.add_argument("--organisation", type=int, help="primary key of the organisation it is held for")

    def handle(self, *_args: Any, **options: Any) -> None:
        user = User.objects.filter(email=options["email"].lower()).first()
        if user is None:
            raise CommandError(f"Nobody has signed up as {options['email']} yet.")
        try:
            roles.give(
                user, options["role"], organisation=_organisation(options["organisation"]),
                by=None, at=timezone.now(), reason="manage.py give_role",
            )  # fmt: skip
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{user.email} is now {options['role']}.")


def _organisation(number: int | None) -> Organisation | None:
    if number is None:
        return None
    found = Organisation.objects.filter(pk=number).first()
    if found is None:
        raise CommandError(f"There is no organisation {number}.")
    return found
