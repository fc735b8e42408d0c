"""The rule table of interpreting: loaded once as the associations advise, changed by the office, never forgotten."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from clair_portal.accounts.models import User
from clair_portal.directory.actions.history import written
from clair_portal.workflow import Outdated
from exchanges.interpreting import HOUR, SOURCES, TERMS, Terms
from exchanges.models import CancellationStep, InterpreterRule


@transaction.atomic
def load_defaults(*, at: datetime) -> int:
    """Write a row for every mode that has none; what the office has changed stays. Says how many."""
    known = set(InterpreterRule.objects.values_list("mode", flat=True))
    missing = {mode: found for mode, found in TERMS.items() if mode not in known}
    with written(None, at):
        for mode, found in missing.items():
            _load(mode, found)
    return len(missing)


@transaction.atomic
def add(rule: InterpreterRule, *, by: User | None, at: datetime) -> InterpreterRule:
    """Write down a mode that has no row yet."""
    with written(by, at):
        rule.save(force_insert=True)
    return rule


@transaction.atomic
def edit(rule: InterpreterRule, *, changes: Mapping[str, Any], by: User | None, at: datetime) -> InterpreterRule:
    """Change the table; what is agreed already keeps its fee. Raises Outdated if somebody else was faster."""
    with written(by, at):
        found = InterpreterRule.objects.filter(pk=rule.pk, version=rule.version)
        if found.update(**changes, version=F("version") + 1) != 1:
            raise Outdated
    rule.refresh_from_db()
    return rule


@transaction.atomic
def add_step(step: CancellationStep, *, by: User | None, at: datetime) -> CancellationStep:
    """One more step of the cancellation fee."""
    with written(by, at):
        step.save(force_insert=True)
    return step


@transaction.atomic
def edit_step(step: CancellationStep, *, changes: Mapping[str, Any], by: User | None, at: datetime) -> None:
    """Another notice, or another part of the fee."""
    with written(by, at):
        CancellationStep.objects.filter(pk=step.pk).update(**changes)


@transaction.atomic
def remove_step(step: CancellationStep, *, by: User | None, at: datetime) -> None:
    """The step counts no longer."""
    with written(by, at):
        step.delete()


def _load(mode: str, found: Terms) -> None:
    upto = {people: minutes for minutes, people in found.rule.teams}
    rule = InterpreterRule.objects.create(
        mode=mode, alone_minutes=upto[1], two_minutes=upto[2], three_minutes=upto.get(3),
        longest_day=found.rule.longest_day, pause_between=found.rule.pause, pause_after=found.pause_after,
        least_paid=found.least_paid, source=SOURCES[mode],
    )  # fmt: skip
    CancellationStep.objects.bulk_create(
        CancellationStep(rule=rule, hours=int(notice.total_seconds()) // HOUR // HOUR, percent=percent)
        for notice, percent in found.cancellation
    )
