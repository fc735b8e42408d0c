"""The office's memory of its hosts: entered, corrected, never lost; the contact of last year stays in the history."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from clair_portal.accounts.models import User
from clair_portal.directory.actions.history import written
from clair_portal.search import tokens
from clair_portal.workflow import Outdated
from exchanges.models import Host


@transaction.atomic
def add(host: Host, *, by: User | None, at: datetime) -> Host:
    """Enter an organisation as a host."""
    host.search_tokens = _searched_by(host)
    with written(by, at):
        host.save(force_insert=True)
    return host


@transaction.atomic
def edit(host: Host, *, changes: Mapping[str, Any], by: User | None, at: datetime) -> Host:
    """Change what is known about a host. Raises Outdated if somebody else saved since `host` was read."""
    for name, value in changes.items():
        setattr(host, name, value)
    facts = {**changes, "search_tokens": _searched_by(host), "version": host.version + 1}
    with written(by, at):
        if Host.objects.filter(pk=host.pk, version=host.version).update(**facts) != 1:
            raise Outdated
    host.refresh_from_db()
    return host


def _searched_by(host: Host) -> list[str]:
    """Its names, its town, its themes, and what was noted: "Leeds elderly care" finds it."""
    body = host.organisation
    names = (body.name_en, body.name_ja, body.name_de, body.name_kana)
    return tokens.of(*names, host.city, host.themes, host.note, host.contact_name)
