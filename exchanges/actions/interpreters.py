"""Entries in the roster of interpreters, and the directions they work in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from clair_portal.accounts.models import User
from clair_portal.directory.actions.history import written
from clair_portal.workflow import Outdated
from exchanges.models import Interpreter, LanguagePair


@transaction.atomic
def add(interpreter: Interpreter, *, by: User | None, at: datetime) -> Interpreter:
    """Enter somebody into the roster."""
    with written(by, at):
        interpreter.save(force_insert=True)
    return interpreter


@transaction.atomic
def edit(interpreter: Interpreter, *, changes: Mapping[str, Any], by: User | None, at: datetime) -> Interpreter:
    """Change what the roster says. Raises Outdated if somebody else saved since `interpreter` was read."""
    with written(by, at):
        found = Interpreter.objects.filter(pk=interpreter.pk, version=interpreter.version)
        if found.update(**changes, version=F("version") + 1) != 1:
            raise Outdated
    interpreter.refresh_from_db()
    return interpreter


@transaction.atomic
def add_pair(pair: LanguagePair) -> LanguagePair:
    """One more direction."""
    pair.save(force_insert=True)
    return pair


@transaction.atomic
def edit_pair(pair: LanguagePair, *, changes: Mapping[str, Any]) -> None:
    """Another level, or a slip corrected."""
    LanguagePair.objects.filter(pk=pair.pk).update(**changes)


@transaction.atomic
def remove_pair(pair: LanguagePair) -> None:
    """Nobody is asked for this direction any more; what was agreed stays."""
    pair.delete()
