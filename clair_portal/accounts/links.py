"""Signed links for people without an account: bound to one purpose, expiring, worthless for anything else."""

from datetime import timedelta
from typing import Any

from django.core import signing

PREFIX = "portal.link."


def token(purpose: str, *subject: str) -> str:
    """A token that lets whoever holds it act on `subject` for `purpose` and nothing else; fit for an address."""
    return signing.dumps(subject, salt=PREFIX + purpose)


def subject_of(purpose: str, token: str, *, valid_for: timedelta) -> tuple[str, ...] | None:
    """The subject of a token that is genuine, made for `purpose` and not too old; otherwise None."""
    try:
        found: Any = signing.loads(token, salt=PREFIX + purpose, max_age=valid_for)
    except signing.BadSignature:
        return None
    return tuple(found)
