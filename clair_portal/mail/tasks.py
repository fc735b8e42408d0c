"""Celery entry points of the outbox."""

from celery import shared_task


@shared_task
def sweep() -> None:
    """Ring again for whatever is due."""
