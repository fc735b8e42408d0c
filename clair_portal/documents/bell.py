"""Rings the workers of the documents queue: a hint that a job is due, never a carrier of it."""

import logging

from celery import current_app
from django.conf import settings
from kombu import Connection
from kombu.exceptions import KombuError

logger = logging.getLogger(__name__)

TASK = "clair_portal.documents.tasks.run_due"
STALE = 60  # seconds; a ring that nobody answered by then is worthless, the sweep rings again
HASTE = {"socket_connect_timeout": 0.05, "socket_timeout": 0.05, "max_retries": 0, "interval_start": 0}


def ring() -> bool:
    """Tell a worker that something is due; True if the ring went out. Called after commit, so that it sees the row.

    No retry, and a twentieth of a second of patience: a page never waits for Redis. The sweep finds what was missed.
    """
    try:
        with Connection(settings.CELERY_BROKER_URL, transport_options=HASTE) as connection:
            current_app.send_task(TASK, connection=connection, retry=False, expires=STALE)
    except (KombuError, OSError) as error:
        logger.warning("The broker cannot be reached (%s); the sweep will find the job.", type(error).__name__)
        return False
    return True
