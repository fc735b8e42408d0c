"""Celery entry points of visit support: they carry no data, the rows and their due times do."""

from celery import shared_task
from django.utils import timezone

from exchanges.actions import offers


@shared_task
def sweep_offers() -> None:
    """End offers that nobody answered, ask the next in line, and ask again who interprets in two days."""
    offers.sweep(timezone.now)
