"""Writes docs/permissions.md: every role with its sentence and its permissions, from clair_portal/roles.py."""

from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from clair_portal.accounts.roles import Role, table

HEAD = """# Who may do what

Written by `manage.py document_permissions` from `clair_portal/roles.py`; do not edit by hand.
A role is given to a user, everywhere or for one organisation. Who holds no role sees public pages and their own data.
Roles with a second factor open other people's data: sign-in asks for an authenticator app or a passkey, and their
sessions end after 30 minutes of rest and after 12 hours at most (all others: 7 and 30 days).
Who may give a role, may only give what they hold themselves; `accounts.give_any_role` lifts that.
"""


class Command(BaseCommand):
    help = "Write docs/permissions.md from the role table."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail if the file is not fresh")

    def handle(self, *, check: bool, **_options: Any) -> None:
        path = Path(settings.BASE_DIR) / "docs" / "permissions.md"
        text = document(table())
        if not check:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            raise CommandError("docs/permissions.md is not fresh.")


def document(roles: Mapping[str, Role]) -> str:
    """The whole document, in English whatever the caller's language."""
    with translation.override("en-gb"):
        return "\n".join([HEAD, *_overview(roles), "", *_by_permission(roles), ""])


def _overview(roles: Mapping[str, Role]) -> Iterator[str]:
    yield "## Roles\n"
    yield "| key | role | what it is for | held | second factor |\n|---|---|---|---|---|"
    for key, role in roles.items():
        held = "for one organisation" if role.scoped else "everywhere"
        yield f"| `{key}` | {role.name} | {role.sentence} | {held} | {'yes' if role.sees_others else 'no'} |"


def _by_permission(roles: Mapping[str, Role]) -> Iterator[str]:
    yield "## Permissions\n"
    yield "| permission | roles |\n|---|---|"
    for permission in sorted({name for role in roles.values() for name in role.permissions}):
        holders = [f"`{key}`" for key, role in roles.items() if permission in role.permissions]
        yield f"| `{permission}` | {', '.join(holders)} |"
