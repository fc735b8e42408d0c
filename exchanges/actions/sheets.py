"""A request that was filled in elsewhere: what a file says is taken over as a whole, or not at all."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from clair_portal import workflow
from clair_portal.accounts.models import User
from exchanges.actions import cases, details
from exchanges.models import Delegate, VisitCase

Themes = Sequence[tuple[str, str]]

FACTS = (
    "authority_id", "kind", "title", "purpose", "country", "city", "first_on", "last_on", "dates_are_fixed",
    "other_dates", "party_size", "support", "wished_hosts", "background", "earlier_visits",
)  # fmt: skip


@dataclass(frozen=True)
class Contents:
    """What a file says; None for a part that it leaves as it is."""

    facts: Mapping[str, Any] | None = None
    themes: Themes | None = None
    people: Sequence[Delegate] | None = None


def mark_of(case: VisitCase) -> str:
    """A short mark of what a workbook of the case holds. It changes when that changes, and for nothing else."""
    facts = [one_way(getattr(case, name)) for name in FACTS]
    themes = [list(map(one_way, theme)) for theme in case.themes.in_order().values_list("title", "questions")]
    people = [list(row) for row in case.delegates.by_precedence().values_list(*details.DESCRIBED)]
    text = json.dumps([facts, themes, people], ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def one_way(value: Any) -> Any:
    """Excel and browsers end their lines differently; the text is the same."""
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


@transaction.atomic
def take_over(case: VisitCase, contents: Contents, *, seen: str, by: User, at: datetime) -> VisitCase:
    """Change the case to what the file says. `seen` is its mark when the changes were shown.

    Raises Outdated if the request, its themes or its delegation has changed since, and WithSomebodyElse.
    """
    case = VisitCase.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if mark_of(case) != seen:
        raise workflow.Outdated
    if contents.facts is not None or contents.themes is not None:
        themes = contents.themes
        if themes is None:
            themes = list(case.themes.in_order().values_list("title", "questions"))
        cases.edit_own(case, changes=contents.facts or {}, themes=themes, by=by, at=at)
    if contents.people is not None:
        details.put_delegates(case, contents.people)
    return case


@transaction.atomic
def begin(case: VisitCase, contents: Contents, *, by: User, at: datetime) -> VisitCase:
    """Write a new draft from a file, its themes and its delegation with it. Raises KeptAlready."""
    cases.draft(case, themes=contents.themes or (), by=by, at=at)
    details.put_delegates(case, contents.people or ())
    return case
