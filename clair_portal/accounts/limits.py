"""The cache behind rate limits and one-time locks: one atomic statement per write, and no live limit thrown away."""

import base64
import pickle
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

NEVER = datetime(9999, 12, 31, tzinfo=UTC)
TABLE = "portal_cache"
PUT = """
    INSERT INTO portal_cache AS old (cache_key, value, expires) VALUES (%s, %s, %s)
    ON CONFLICT (cache_key) DO UPDATE SET value = EXCLUDED.value, expires = EXCLUDED.expires
    WHERE %s OR old.expires < now()
"""
TOUCH = "UPDATE portal_cache SET expires = %s WHERE cache_key = %s"
FORGET = "DELETE FROM portal_cache WHERE expires < now()"


class LimitCache(DatabaseCache):
    """Django's database cache with three weaknesses mended that matter to limits.

    Django reads before it writes, so that two processes can both take over an expired lock; it counts the whole
    table on every write; and above MAX_ENTRIES it throws live rows away, so that whoever makes enough entries
    lifts every limit. Here a write is one INSERT … ON CONFLICT, and only what has expired is ever forgotten.
    """

    def __init__(self, table: str, params: dict[str, Any]) -> None:
        super().__init__(table, params)
        if table != TABLE:
            raise ImproperlyConfigured(f"The limits' table is called {TABLE}: CACHES says {table}")

    def _base_set(self, mode: str, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT) -> bool:
        if mode == "touch":
            return _write(TOUCH, [self._expires(timeout), key]) == 1
        return _write(PUT, [key, _packed(value), self._expires(timeout), mode == "set"]) == 1

    def forget_expired(self) -> int:
        """Delete what no longer limits anything; says how many rows."""
        return _write(FORGET, [])

    def _expires(self, timeout: Any) -> datetime:
        seconds = self.get_backend_timeout(timeout)
        return NEVER if seconds is None else datetime.fromtimestamp(seconds, tz=UTC)


def _write(statement: str, values: list[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def _packed(value: Any) -> str:
    return base64.b64encode(pickle.dumps(value, pickle.HIGHEST_PROTOCOL)).decode("ascii")
