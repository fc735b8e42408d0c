"""manage.py receive_mail: reads one message from the mail server's pipe and files it where it belongs."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError
from django.utils import timezone

from clair_portal.mail import receiving

# The codes of sysexits.h, which every mail server knows: give it back, no such address, keep it and try again.
GIVE_BACK, NOBODY, LATER = 65, 67, 75


class Command(BaseCommand):
    help = "Reads one RFC 822 message on standard input: an answer to a mail of the portal."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sender", default=None, help="The sender of the envelope; empty for a bounce.")
        parser.add_argument("--recipient", default="", help="The recipient of the envelope.")

    def handle(self, *args: Any, **options: Any) -> None:
        content = sys.stdin.buffer.read(receiving.LARGEST + 1)
        try:
            receiving.receive(content, at=timezone.now(), sender=options["sender"], recipient=options["recipient"])
        except receiving.Automatic:
            self.stdout.write("Dropped: written by a machine.")
        except receiving.Unreadable as refusal:
            raise CommandError(str(refusal), returncode=GIVE_BACK) from refusal
        except receiving.NotOurs as refusal:
            raise CommandError(str(refusal), returncode=NOBODY) from refusal
        except OperationalError as error:
            raise CommandError("The database does not answer.", returncode=LATER) from error
