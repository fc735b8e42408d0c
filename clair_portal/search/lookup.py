"""The search as a filter on a QuerySet, and rows without what only the search reads."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, Model, Q, QuerySet

from clair_portal.search import tokens

Rows = TypeVar("Rows", bound="QuerySet[Any]")


class _IsAmong(Func):
    """`pk = ANY(ARRAY(SELECT …))`: the token index is asked first, whatever the order of the rows.

    Left to itself the planner walks an index of the ORDER BY to save the sort, and meets the Müllers of
    64,000 people only after everybody before M: 150 ms instead of 9.
    """

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()


def matching(rows: Rows, text: str, *columns: str) -> Rows:
    """The rows with all tokens of `text` in one of the columns ("search_tokens" when none is named).

    A blank text leaves the rows as they are; a text without anything to search for ("!?") finds none.
    """
    if not text.strip():
        return rows
    sought = tokens.query(text)
    if not sought:
        return rows.none()
    anywhere = Q()
    for column in columns or ("search_tokens",):
        anywhere |= Q(**{f"{column}__contains": sought})
    found = rows.model._meta.default_manager.filter(anywhere).order_by().values("pk")
    return rows.filter(_IsAmong(F("pk"), ArraySubquery(found)))


def without_tokens(rows: Rows, *paths: str) -> Rows:
    """Leave the token columns of the models at these paths ("person", "event__host") in the database.

    Hundreds of tokens a row would be unpacked for nothing: they cost more than all else of a signed-in request.
    """
    columns: Iterable[str] = (f"{path}__{column}" for path in paths for column in _token_columns(_at(rows.model, path)))
    return rows.defer(*columns)


def _at(model: type[Model], path: str) -> type[Model]:
    for step in path.split("__"):
        model = model._meta.get_field(step).related_model  # type: ignore[assignment]
    return model


def _token_columns(model: type[Model]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if field.name.endswith("_tokens")]
