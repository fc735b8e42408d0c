"""Rings the mail worker: a hint that rows are due, never a carrier of them.

Three rules keep it harmless. At most one ring a second and process, and the task starts a second later: whatever is
committed within that second is seen by it. No retry and a twentieth of a second of patience: a request never waits for
Redis. After a failure nobody rings for ten seconds; the beat's sweep finds whatever was not rung for.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from celery import current_app
from django.conf import settings
from kombu import Connection
from kombu.exceptions import KombuError

logger = logging.getLogger(__name__)

TASK = "clair_portal.mail.tasks.deliver"
EVERY = 1.0
SILENCE = 10.0
PATIENCE = 0.05
STALE = 60  # a ring nobody answered within a minute is worthless: the sweep rings again


@dataclass
class Bell:
    """One per process, with its own connection, so that Celery's patient one is not used in a request."""

    clock: Callable[[], float] = time.monotonic
    patience: float = PATIENCE
    _quiet_until: float = float("-inf")
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _connection: Connection | None = None

    def ring(self) -> bool:
        """Ring unless somebody just did, or is just doing it; True if a ring went out."""
        if self.clock() < self._quiet_until or not self._lock.acquire(blocking=False):
            return False
        try:
            self._quiet_until = self.clock() + EVERY
            return self._pull()
        finally:
            self._lock.release()

    def _pull(self) -> bool:
        try:
            self._connected()
            current_app.send_task(TASK, connection=self._connection, retry=False, countdown=EVERY, expires=STALE)
        except (KombuError, OSError) as error:
            logger.warning("The broker cannot be reached (%s); the sweep will find the mails.", type(error).__name__)
            self._quiet_until = self.clock() + SILENCE
            self._hang_up()
            return False
        return True

    def _connected(self) -> None:
        if self._connection is None:
            limits = {"socket_connect_timeout": self.patience, "socket_timeout": self.patience, "max_retries": 0}
            self._connection = Connection(settings.CELERY_BROKER_URL, transport_options=limits)

    def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.release()


_bell = Bell()


def ring() -> None:
    """Tell the worker that something is due. Called after commit, so that it can see the rows."""
    _bell.ring()
