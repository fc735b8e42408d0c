"""The office's own rule table of interpreting, read as the values that fees, offers and the planner are given."""

from collections.abc import Mapping
from datetime import timedelta

from exchanges.interpreting import TERMS, Terms
from exchanges.models import InterpreterRule
from exchanges.planner.problem import Mode, ModeRule


def terms() -> Mapping[str, Terms]:
    """What the office has written down; a mode without a row is worked as the associations advise."""
    return {**TERMS, **{rule.mode: _terms(rule) for rule in InterpreterRule.objects.with_steps()}}


def for_the_planner() -> Mapping[Mode, ModeRule]:
    """The part of it that a plan must keep."""
    return {Mode(mode): found.rule for mode, found in terms().items()}


def _terms(rule: InterpreterRule) -> Terms:
    steps = sorted(((timedelta(hours=step.hours), step.percent) for step in rule.steps.all()), reverse=True)
    return Terms(
        ModeRule(teams=rule.teams, longest_day=rule.longest_day, pause=rule.pause_between),
        pause_after=rule.pause_after, least_paid=rule.least_paid, cancellation=tuple(steps),
    )  # fmt: skip
