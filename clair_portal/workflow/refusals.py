"""What the database refuses, said in the words of the rule book."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import IntegrityError

from clair_portal.workflow.errors import DomainError


@contextmanager
def refusing(refusals: Mapping[str, type[DomainError]]) -> Iterator[None]:
    """Within this, the breach of a named constraint becomes its refusal; any other breach stays what it is.

    There is no savepoint in it: the refusal must leave the action, whose transaction falls with it.
    """
    try:
        yield
    except IntegrityError as breach:
        refusal = refusals.get(_constraint(breach))
        if refusal is None:
            raise
        raise refusal from breach


def _constraint(breach: IntegrityError) -> str:
    """The name of what was breached, as the driver tells it."""
    told = getattr(breach.__cause__, "diag", None)
    return getattr(told, "constraint_name", None) or ""
