"""The cache behind rate limits and one-time locks: one atomic statement per write, and no live limit thrown away."""

import base64
import pickle
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import connection

NEVER = datetime(9999, 12, 31, tzinfo=UTC)


class LimitCache(DatabaseCache):
    """Django's database cache with three weaknesses mended that matter to limits.

    Django reads before it writes, so that two processes can both take over an expired lock; it counts the whole
    table on every write; and above MAX_ENTRIES it throws live rows away, so that whoever makes enough entries
    lifts every limit. Here a write is one INSERT … ON CONFLICT, and only what has expired is ever forgotten.
    """

    _table: str  # the superclass's; it has no types

    def _base_set(self, mode: str, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT) -> bool:
        if mode == "touch":
            return bool(super()._base_set(mode, key, value, timeout))  # type: ignore[misc]
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                INSERT INTO {self._table} AS old (cache_key, value, expires) VALUES (%s, %s, %s)
                ON CONFLICT (cache_key) DO UPDATE SET value = EXCLUDED.value, expires = EXCLUDED.expires
                WHERE %s OR old.expires < now()
                """,  # noqa: S608 - the table's name comes from the settings
                [key, _packed(value), self._expires(timeout), mode == "set"],
            )
            return bool(cursor.rowcount == 1)

    def forget_expired(self) -> int:
        """Delete what no longer limits anything; says how many rows."""
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {self._table} WHERE expires < now()")  # noqa: S608 - as above
            return int(cursor.rowcount)

    def _expires(self, timeout: Any) -> datetime:
        seconds = self.get_backend_timeout(timeout)
        return NEVER if seconds is None else datetime.fromtimestamp(seconds, tz=UTC)


def _packed(value: Any) -> str:
    return base64.b64encode(pickle.dumps(value, pickle.HIGHEST_PROTOCOL)).decode("ascii")
