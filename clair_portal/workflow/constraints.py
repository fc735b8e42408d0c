"""Constraint shapes that return in every app, so that a wrong row cannot be written at all."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import CheckConstraint, F, Q

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def filled_in(field: str, states: Iterable[str], *, name: str) -> CheckConstraint:
    """`field` is filled in exactly in these states."""
    inside = Q(state__in=sorted(states))
    return CheckConstraint(
        condition=(inside & Q(**{f"{field}__isnull": False})) | (~inside & Q(**{f"{field}__isnull": True})), name=name
    )


def in_order(first: str, second: str, *, name: str, message: "StrOrPromise") -> CheckConstraint:
    """`first` is not later than `second`; an empty one is not compared."""
    one_is_empty = Q(**{f"{first}__isnull": True}) | Q(**{f"{second}__isnull": True})
    return CheckConstraint(
        condition=one_is_empty | Q(**{f"{first}__lte": F(second)}), name=name, violation_error_message=message
    )


def one_line(field: str, *, name: str) -> CheckConstraint:
    """No carriage return or line feed: such text travels into mail headers and calendar files."""
    return CheckConstraint(condition=~Q(**{f"{field}__regex": r"[\r\n]"}), name=name)


def known_state(states: Iterable[str], *, name: str) -> CheckConstraint:
    """The state column holds a state of the table and nothing else."""
    return CheckConstraint(condition=Q(state__in=sorted(states)), name=name)
