"""Celery entry points of the document jobs."""

from celery import shared_task


@shared_task
def tick() -> None:
    """Note that beat is alive."""
