"""The one function that writes a `state` column, by compare-and-set, together with its transition row."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Protocol

from django.db import models, transaction

from clair_portal.workflow.errors import IllegalMove, Outdated

Moves = Mapping[str, frozenset[str]]


class Stateful(Protocol):
    """A model with a `state` column, its table of MOVES and a `transitions` relation to its log."""

    MOVES: ClassVar[Moves]
    pk: Any
    state: Any
    transitions: Any
    _meta: ClassVar[Any]


def legal_moves(obj: Stateful) -> frozenset[str]:
    """The states that `obj` may move to from where it stands."""
    return obj.MOVES.get(obj.state, frozenset())


def begin(obj: Stateful, *, by: models.Model | None, at: datetime, reason: str = "") -> None:
    """Log the state in which a newly created row starts its life."""
    obj.transitions.create(from_state="", to_state=obj.state, by=by, at=at, reason=reason)


@transaction.atomic
def move(
    obj: Stateful,
    *,
    to: str,
    by: models.Model | None,
    at: datetime,
    reason: str = "",
    also: Mapping[str, Any] | None = None,
) -> None:
    """Move `obj` to the state `to` and log it, in one transaction.

    `also` maps column names to values that the new state presupposes (a check constraint sees them together).
    Raises IllegalMove if the table does not allow the move, Outdated if the row is no longer in `obj.state`.
    """
    if to not in legal_moves(obj):
        raise IllegalMove
    changes = {**(also or {}), "state": to}
    settled = obj._meta.default_manager.filter(pk=obj.pk, state=obj.state).update(**changes)
    if settled != 1:
        raise Outdated
    obj.transitions.create(from_state=obj.state, to_state=to, by=by, at=at, reason=reason)
    for name, value in changes.items():
        setattr(obj, name, value)


@transaction.atomic
def move_all(
    rows: models.QuerySet[Any],
    *,
    to: str,
    by: models.Model | None,
    at: datetime,
    reason: str = "",
    also: Mapping[str, Any] | None = None,
) -> list[Any]:
    """Move every row of the queryset that may legally go to `to`, in three statements whatever their number.

    Rows are locked in primary-key order; those in a state that does not lead there stay as they are.
    Returns the moved rows in their new state.
    """
    sources = [state for state, targets in rows.model.MOVES.items() if to in targets]
    found = list(rows.filter(state__in=sources).order_by("pk").select_for_update(of=("self",)))
    log = rows.model._meta.get_field("transitions").related_model
    log.objects.bulk_create(
        log(subject=row, from_state=row.state, to_state=to, by=by, at=at, reason=reason) for row in found
    )
    changes = {**(also or {}), "state": to}
    rows.model._meta.default_manager.filter(pk__in=[row.pk for row in found]).update(**changes)
    for row in found:
        for name, value in changes.items():
            setattr(row, name, value)
    return found
