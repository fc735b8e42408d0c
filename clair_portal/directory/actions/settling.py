"""Making a table say what a list says: creating what is missing, changing what differs, and counting it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


@dataclass
class Tally:
    """How many rows were written."""

    created: int = 0
    changed: int = 0
    removed: int = 0

    @property
    def nothing(self) -> bool:
        return not (self.created or self.changed or self.removed)


def settle(
    model: type[M], key: Sequence[str], wanted: list[M], tally: Tally, *, leave: Sequence[str] = ()
) -> dict[Any, int]:
    """Create and change rows, found again by the columns of `key`; the columns to `leave` belong to people.

    Returns the primary keys of all rows by key.
    """
    rows = _manager(model)
    columns = [f.attname for f in model._meta.concrete_fields if not f.primary_key and f.attname not in leave]
    held = {_key(obj, key): obj for obj in rows.all()}
    changed = list(_brought_up_to_date(held, wanted, key, columns))
    rows.bulk_update(changed, columns, batch_size=500)
    created = rows.bulk_create([obj for obj in wanted if _key(obj, key) not in held])
    tally.created += len(created)
    tally.changed += len(changed)
    return {_key(obj, key): obj.pk for obj in (*held.values(), *created)}


def remove_others(model: type[models.Model], key: Sequence[str], wanted: Sequence[models.Model], tally: Tally) -> None:
    """Delete the rows that are not wanted."""
    kept = {_key(obj, key) for obj in wanted}
    rows = _manager(model)
    others = [obj.pk for obj in rows.all() if _key(obj, key) not in kept]
    rows.filter(pk__in=others).delete()
    tally.removed += len(others)


def _manager(model: type[models.Model]) -> Any:
    return model._meta.default_manager


def _key(obj: models.Model, columns: Sequence[str]) -> Any:
    values = tuple(getattr(obj, column) for column in columns)
    return values[0] if len(values) == 1 else values


def _brought_up_to_date(held: dict[Any, M], wanted: list[M], key: Sequence[str], columns: list[str]) -> Iterator[M]:
    """The rows held that differ from the wanted ones, with the wanted values."""
    for new in wanted:
        old = held.get(_key(new, key))
        if old is None or all(getattr(old, column) == getattr(new, column) for column in columns):
            continue
        for column in columns:
            setattr(old, column, getattr(new, column))
        yield old
