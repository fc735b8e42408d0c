"""Celery entry points of visit support: they carry no data, the rows and their due times do."""

from celery import shared_task
from django.utils import timezone

from exchanges.actions import departures, followups, offers


@shared_task
def sweep_offers() -> None:
    """End offers that nobody answered, ask the next in line, and ask again who interprets in two days."""
    offers.sweep(timezone.now)


@shared_task
def sweep_follow_ups() -> None:
    """Ask the authorities whose visit lies half a year or a year back what has come of it."""
    followups.sweep(timezone.now)


@shared_task
def sweep_departures() -> None:
    """End the access of those whose last day is over."""
    departures.sweep(timezone.now)
